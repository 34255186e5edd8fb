#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# More than one machine: two endpoints of PowerShell remoting, each with half of a fleet. Over SSH, to a server of our own on two
# loopback addresses; where that cannot be had, jobs are the endpoints. And the scripts of docs/fleet.md, as they stand there.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $places = '127.0.0.1', '127.0.0.2'
    $folder = "$TestDrive/ssh"

    # A server that ends when its input does, whatever ended this process.
    function Open-SshServer {
        $programs = @{}
        foreach ($name in 'bash', 'ssh', 'ssh-keygen', 'sshd') {
            $programs[$name] = Get-Command $name, "/usr/sbin/$name", "/usr/local/sbin/$name" -CommandType Application -ErrorAction Ignore | Select-Object -First 1
            if (-not $programs[$name]) { throw "there is no $name here" }
        }
        $null = New-Item $folder -ItemType Directory -Force
        foreach ($name in 'host', 'user') {
            # Not from PowerShell, whose versions differ in what they make of an empty argument.
            bash -c 'ssh-keygen -q -t ed25519 -N "" -f "$0"' "$folder/$name"
        }
        # The server's parts run apart from each other by root's leave, in this folder, which only an installed service makes.
        if ((id -u) -eq '0') { $null = New-Item /run/sshd -ItemType Directory -Force }
        $script:sshPort = Get-FreePort
        Set-Content "$folder/sshd_config" @"
Port $sshPort
ListenAddress $($places[0])
ListenAddress $($places[1])
HostKey $folder/host
AuthorizedKeysFile $folder/user.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
Subsystem powershell $PowerShell -sshs -NoLogo -NoProfile
"@
        $watch = '"$@" </dev/null & program=$!; cat >/dev/null; kill -TERM $program'
        $start = [System.Diagnostics.ProcessStartInfo]::new('bash')
        '-c', $watch, 'serve', $programs['sshd'].Source, '-D', '-E', "$folder/log", '-f', "$folder/sshd_config" | ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardInput = $true
        $script:sshServer = [System.Diagnostics.Process]::Start($start)
        try {
            Wait-Until {
                $probe = [System.Net.Sockets.TcpClient]::new()
                try { $probe.Connect($places[1], $sshPort); $true } catch { $false } finally { $probe.Dispose() }
            }
        }
        catch { throw "sshd does not listen: $(Get-Content "$folder/log" -Tail 1 -ErrorAction Ignore)" }
    }

    function Connect-Endpoint {
        $options = @{ StrictHostKeyChecking = 'no'; UserKnownHostsFile = '/dev/null'; LogLevel = 'ERROR'; BatchMode = 'yes'; IdentitiesOnly = 'yes' }
        $sessions = @(New-PSSession -HostName $places -Port $sshPort -UserName (whoami) -KeyFilePath "$folder/user" -Options $options -ConnectingTimeout 30000 -ErrorAction Stop)
        $cache = $env:IPMIPS_CACHE
        Invoke-Command $sessions { $env:IPMIPS_CACHE = $using:cache; Import-Module $using:ModuleUnderTest }
        $sessions | Sort-Object ComputerName
    }

    # Hands rows to the endpoint of this number. Comes back at once, with a job.
    function Invoke-Part {
        param([int] $Number, [object[]] $Row, [scriptblock] $Script)
        if ($endpoints) { return $Row | Invoke-Command -Session $endpoints[$Number] -AsJob -JobName $places[$Number] -ScriptBlock $Script }
        $import = [scriptblock]::Create("Import-Module '$ModuleUnderTest'")
        $Row | Start-Job -Name $places[$Number] -InitializationScript $import -ScriptBlock $Script
    }

    # The endpoint that an object comes from.
    function Get-Place {
        param($From)
        if ($endpoints) { return $From.PSComputerName }
        foreach ($job in $jobs) { if ($From.PSSourceJobInstanceId -in @($job.InstanceId) + @($job.ChildJobs.InstanceId)) { return $job.Name } }
    }

    function Get-Row {
        param($Simulator, $Site)
        foreach ($one in $Simulator) { [pscustomobject]@{ ComputerName = $one.ComputerName; Port = $one.Port; Site = $Site; Credential = 'fleet' } }
    }

    # What a table shows of an object, but for the endpoint's column.
    function Get-Table {
        param($InputObject)
        foreach ($one in $InputObject) { if ($one.PSObject.Properties['PSShowComputerName']) { $one.PSShowComputerName = $false } }
        $InputObject | Out-String -Width 80
    }

    $endpoints = $null
    try {
        if ($PSVersionTable.PSEdition -ne 'Core' -or $IsWindows) { throw 'SSH remoting is tried on Unix' }
        Open-SshServer
        $endpoints = @(Connect-Endpoint)
        $noSsh = $null
    }
    catch { $noSsh = "$_" }

    if ($PSStyle) { $rendering = $PSStyle.OutputRendering; $PSStyle.OutputRendering = 'PlainText' }
    $rack = @(Start-IpmiSimulator -Count 20 -UnhealthyEvery 5 -Credential (Get-TestCredential 'root' 'Over-the-w1re'))
    $credential = $rack[0].Credential
    $halves = @(Get-Row $rack[0..9] 'north'), @(Get-Row $rack[10..19] 'south')
    $dead = Get-DeadName
    $deadRow = [pscustomobject]@{ ComputerName = $dead -replace ':.*'; Port = $dead -replace '.*:'; Site = 'south'; Credential = 'fleet' }
}

AfterAll {
    if ($PSStyle) { $PSStyle.OutputRendering = $rendering }
    Get-Job | Where-Object Name -In $places | Remove-Job -Force
    $endpoints | Where-Object { $_ } | Remove-PSSession
    if ($sshServer) {
        $sshServer.StandardInput.Close()
        if (-not $sshServer.WaitForExit(10000)) { $sshServer.Kill() }
        $sshServer.Dispose()
    }
    Stop-IpmiSimulator
}

Describe 'Two endpoints with half of the machines each' {
    BeforeAll {
        $before = @($rack.SessionsOpened)
        $jobs = @(
            Invoke-Part 0 $halves[0] { $input | Get-IpmiPower -Credential $using:credential }
            Invoke-Part 1 ($halves[1] + $deadRow) { $input | Get-IpmiPower -Credential $using:credential }
        )
        $results = @($jobs | Receive-Job -Wait -ErrorAction SilentlyContinue -ErrorVariable failed)
        $opened = @($rack.SessionsOpened)
    }

    It 'uses SSH' {
        if (-not $endpoints) { Set-ItResult -Skipped -Because "there is no SSH remoting here ($noSsh); the others use jobs" }
        $endpoints.Transport | Should -Be 'SSH', 'SSH'
        Invoke-Command $endpoints { $PID } | Sort-Object -Unique | Should -HaveCount 2
    }

    It 'has an answer of every machine, each from its own endpoint, for one log-in' {
        $results.Count | Should -Be 20
        $results.ComputerName | Sort-Object | Should -Be ($rack | Get-Name | Sort-Object)
        foreach ($i in 0, 1) {
            $own = $rack[(10 * $i)..(10 * $i + 9)] | Get-Name
            $results | Where-Object ComputerName -In $own | ForEach-Object { Get-Place $_ } | Sort-Object -Unique | Should -Be $places[$i]
        }
        # On a busy machine, a log-in whose last response is late is made again.
        $logIns = for ($i = 0; $i -lt 20; $i++) { $opened[$i] - $before[$i] }
        ($logIns | Measure-Object -Minimum).Minimum | Should -Be 1
    }

    It 'has results of the same types and looks' {
        $results[0].PSObject.TypeNames[0] | Should -Be 'Deserialized.IpmiPS.PowerStatus'
        $results[0].State | Should -BeOfType [IpmiPS.PowerState]
        @($results | Where-Object Fault -EQ 'PowerFault').Count | Should -Be @($rack | Get-IpmiPower | Where-Object Fault -EQ 'PowerFault').Count
        Get-Table ($results | Sort-Object ComputerName) | Should -BeExactly (Get-Table ($rack | Get-IpmiPower | Sort-Object ComputerName))
    }

    It 'tells the one machine that is not there in one error' {
        @($failed).Count | Should -Be 1
        $failed | Get-Id | Should -Be 'IpmiUnreachable'
        $failed[0].TargetObject | Should -Be $dead
        $failed[0].CategoryInfo.Category | Should -Be 'ConnectionError'
        $failed[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        "$($failed[0])" | Should -Match ([regex]::Escape($dead))
        if ($endpoints) { $failed[0].OriginInfo.PSComputerName | Should -Be $places[1] }
    }

    It 'sorts, filters and groups sensors by gravity, as here' {
        $jobs = @(0, 1 | ForEach-Object { Invoke-Part $_ $halves[$_] { $input | Get-IpmiSensor -Name Fan*, PS*, *Temp -Credential $using:credential } })
        $there = @($jobs | Receive-Job -Wait)
        $here = @($rack | Get-IpmiSensor -Name Fan*, PS*, *Temp)
        $there.Count | Should -Be $here.Count
        $order = @{ Expression = 'Health'; Descending = $true }, 'ComputerName', 'Number'
        $sorted = $there | Sort-Object $order
        $sorted[0].Health | Should -Be 'Critical'
        $sorted | ForEach-Object { "$($_.Health) $($_.ComputerName) $($_.Name)" } | Should -Be ($here | Sort-Object $order | ForEach-Object { "$($_.Health) $($_.ComputerName) $($_.Name)" })
        @($there | Where-Object Health -EQ 'Critical').Count | Should -Be @($here | Where-Object Health -EQ 'Critical').Count
        @($there | Where-Object Health -GE Warning).Count | Should -Be @($here | Where-Object Health -GE Warning).Count
        $there[0].Value | Should -BeOfType [double]
        $there[0].Timestamp | Should -BeOfType [DateTimeOffset]
        $one = $rack[4] | Get-Name
        # The sensors live, and are read here at another time: their numbers are not compared, but that they are shown, and with which unit.
        $hidden = '\s+[\d.,]+(?= [AW] )', ' #'
        $table = Get-Table ($there | Where-Object { $_.ComputerName -eq $one -and $_.Name -like 'PS*' })
        ($table -replace $hidden) | Should -BeExactly ((Get-Table ($here | Where-Object { $_.ComputerName -eq $one -and $_.Name -like 'PS*' })) -replace $hidden)
        [regex]::Matches($table, $hidden[0]).Count | Should -Be 4
    }

    It 'has results that can be kept in a file, which forgets nothing either' {
        $results | Export-Clixml "$TestDrive/kept.clixml"
        $kept = @(Import-Clixml "$TestDrive/kept.clixml")
        $kept[0].State | Should -BeOfType [IpmiPS.PowerState]
        ($kept | Sort-Object Fault, ComputerName).ComputerName | Should -Be ($results | Sort-Object Fault, ComputerName).ComputerName
    }

    It 'sends the events of a watch here (-Forward)' {
        $watched = $rack[0]
        # A job ends with its script; a session stays.
        $watch = {
            $null = $input | Register-IpmiEvent -Credential $using:credential -EventType SelEntry -IntervalSeconds 1 -SourceIdentifier ipmips-forwarded -Forward
            if ($using:isJob) { while ($true) { Start-Sleep -Seconds 1 } }
        }
        $isJob = -not $endpoints
        $job = Invoke-Part 0 $halves[0][0] $watch
        try {
            Wait-Until { $watched.OpenSessions -ge 1 }
            $polls = [long]$watched.CommandCounts['0Ah/40h']
            Wait-Until { [long]$watched.CommandCounts['0Ah/40h'] -ge $polls + 2 }
            $null = $watched | Send-IpmiEvent -Sample CorrectableMemory -Confirm:$false
            $event = Wait-Event ipmips-forwarded -Timeout 60
            $event.SourceArgs[1].EventType | Should -Be SelEntry
            $event.SourceArgs[1].NewEvent.PSObject.TypeNames[0] | Should -Be 'Deserialized.IpmiPS.SelEntry'
            $event.SourceArgs[1].NewEvent.ComputerName | Should -Be ($watched | Get-Name)
            $event.SourceArgs[1].NewEvent.Event | Should -Be 'Correctable ECC'
        }
        finally {
            Remove-Event ipmips-forwarded -ErrorAction Ignore
            if ($endpoints) { Invoke-Command $endpoints[0] { Unregister-Event ipmips-forwarded } }
            $job | Remove-Job -Force
        }
        # A job's process is killed, and logs out of nothing.
        if ($endpoints) { Wait-Until { -not $watched.OpenSessions } }
    }

    It 'gives results while others still wait' {
        $silent = Open-SilentHost
        $row = [pscustomobject]@{ ComputerName = $silent.Name }
        $jobs = @(
            Invoke-Part 0 (@($row) + $halves[0]) { $input | Get-IpmiPower -Credential $using:credential -TimeoutSeconds 15 }
            Invoke-Part 1 $halves[1] { $input | Get-IpmiPower -Credential $using:credential }
        )
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $times = $jobs | Receive-Job -Wait -ErrorAction SilentlyContinue -ErrorVariable late | ForEach-Object { $clock.Elapsed.TotalSeconds }
        $clock.Elapsed.TotalSeconds - $times[-1] | Should -BeGreaterThan 2
        $times.Count | Should -Be 20
        $late | Get-Id | Should -Be 'IpmiTimeout'
        $silent.Socket.Dispose()
    }

    It 'logs out of its machines when it is stopped' {
        $slow = @(Start-IpmiSimulator -Count 4 -ServiceTime 200 -Credential $credential)
        $job = Invoke-Part 0 (Get-Row $slow 'north') { $input | Get-IpmiSensor -Credential $using:credential }
        Wait-Until { ($slow | Measure-Object OpenSessions -Sum).Sum -eq 4 }
        $job | Stop-Job
        if ($endpoints) {
            Wait-Until { ($slow | Measure-Object OpenSessions -Sum).Sum -eq 0 }
            ($slow | Measure-Object SessionsExpired -Sum).Sum | Should -Be 0
        }
        $slow | Stop-IpmiSimulator
    }

    It 'loses what an endpoint has not told yet, and nothing of the other''s' {
        if (-not $endpoints) { Set-ItResult -Skipped -Because "there is no SSH remoting here: $noSsh" }
        $endpoints = @(Connect-Endpoint)
        $slow = @(Start-IpmiSimulator -Count 2 -ServiceTime 5000 -Credential $credential)
        $jobs = @(
            Invoke-Part 0 $halves[0] { $input | Get-IpmiPower -Credential $using:credential }
            Invoke-Part 1 ($halves[1] + (Get-Row $slow 'south')) { $PID; $input | Get-IpmiPower -Credential $using:credential -TimeoutSeconds 60 }
        )
        Wait-Until { @($jobs[1] | Receive-Job -Keep).Count -eq 11 }
        Stop-Process -Id @($jobs[1] | Receive-Job -Keep)[0] -Force
        $seen = @($jobs | Receive-Job -Wait -ErrorAction SilentlyContinue -ErrorVariable lost | Where-Object ComputerName)
        $seen.ComputerName | Sort-Object | Should -Be ($rack | Get-Name | Sort-Object)
        @($lost).Count | Should -Be 1
        $lost | Get-Id | Should -BeIn 'JobFailure', 'JobStateFailed'
        $jobs.State | Should -Be 'Completed', 'Failed'
        $endpoints.State | Should -Be 'Opened', 'Broken'
        $endpoints | Remove-PSSession
        $slow | Stop-IpmiSimulator
    }
}

Describe 'The scripts of docs/fleet.md' {
    BeforeAll {
        $text = (Get-Content "$PSScriptRoot/../../docs/fleet.md" -Raw) -replace "`r`n", "`n"

        # With the endpoints' names in place of those on the page.
        function Get-Script {
            param([string] $Heading, [int] $Number = 1)
            [scriptblock]::Create(((Get-FleetScript $Heading $Number) -replace 'jump1', "'$($places[0])'" -replace 'jump2', "'$($places[1])'"))
        }

        # A vault, as it may be on every machine.
        $vault = { function global:Get-Secret { param([string] $Name) if ($Name -eq 'fleet') { [pscredential]::new('root', [System.Net.NetworkCredential]::new('', 'Over-the-w1re').SecurePassword) } else { throw 'no such secret' } } }
        . $vault

        Push-Location $TestDrive
        $inventory = @(Get-Row $rack[0..9] 'berlin') + @(Get-Row $rack[10..19] 'vienna') + $deadRow
        $inventory[-1].Site = 'vienna'
        $inventory | Export-Csv bmcs.csv -NoTypeInformation
        $names = $rack | Get-Name | Sort-Object
    }

    AfterAll {
        Pop-Location
        Remove-Item function:Get-Secret -ErrorAction Ignore
    }

    BeforeEach {
        $jumps = @($endpoints)
        $rows = @(Import-Csv bmcs.csv)
    }

    It 'can all be read' {
        $blocks = @([regex]::Matches($text, '(?ms)^```powershell\n(.*?)^```'))
        $blocks.Count | Should -BeGreaterThan 10
        foreach ($block in $blocks) { { [scriptblock]::Create($block.Groups[1].Value) } | Should -Not -Throw }
    }

    It 'make an inventory from one machine, and try again what failed' {
        . (Get-Script 'The inventory')
        (Import-Csv devices.csv).ComputerName | Sort-Object | Should -Be $names
        . (Get-Script 'What failed')
        $listed = @(Import-Csv failed.csv)
        $listed.ComputerName | Should -Be $dead
        $listed.Error | Should -Be 'IpmiUnreachable'
        $listed.Message | Should -Match ([regex]::Escape($dead))
        $listed.Advice | Should -Not -BeNullOrEmpty

        $listed + [pscustomobject]@{ ComputerName = $names[0]; Error = 'IpmiBadCredential' } + [pscustomobject]@{ ComputerName = $names[1]; Error = 'IpmiBusy' } | Export-Csv failed.csv -NoTypeInformation
        Remove-Item devices.csv
        . (Get-Script 'Retrying transient failures')
        (Import-Csv devices.csv).ComputerName | Should -Be $names[1]
        @($failed).TargetObject | Should -Be $dead
    }

    Context 'With jump hosts' {
        BeforeAll {
            # Each has a module folder of its own, as it would be on two machines.
            if ($endpoints) {
                Invoke-Command $endpoints $vault
                foreach ($endpoint in $endpoints) {
                    $own = "$TestDrive/modules-$($endpoint.ComputerName)"
                    Invoke-Command $endpoint { Remove-Module IpmiPS -ErrorAction Ignore; $env:PSModulePath = $using:own + [System.IO.Path]::PathSeparator + $env:PSModulePath }
                }
            }
        }

        BeforeEach { if (-not $endpoints) { Set-ItResult -Skipped -Because "there is no SSH remoting here: $noSsh" } }

        It 'bring the module and see that it is there' {
            . (Get-Script 'Requirements' 3)
            $look = (Get-Script 'Requirements' 2) -replace 'Import-Module IpmiPS'    # it is the one under test, and is here
            . ([scriptblock]::Create($look)) | ForEach-Object PSComputerName | Sort-Object -Unique | Should -Be $places
        }

        It 'give each host its site' {
            . (Get-Script 'By site')
            $found = @($jobs | Receive-Job -Wait -ErrorAction SilentlyContinue -ErrorVariable failed)
            foreach ($i in 0, 1) {
                $expected = @($rack[(10 * $i)..(10 * $i + 9)] | Get-IpmiSensor -Unhealthy)
                @($found | Where-Object PSComputerName -EQ $places[$i]).Count | Should -Be $expected.Count
            }
            @($failed).Count | Should -Be 1
            . (Get-Script 'By site' 2)
            @($fans).Count | Should -Be @($rack[0..9] | Get-IpmiSensor -Name Fan*, PS*).Count
        }

        It 'give each host as many, collect, and list the errors' {
            . (Get-Script 'In equal shares')
            . (Get-Script 'Results') | Out-String | Should -Match 'PSComputerName'
            $results.ComputerName | Sort-Object | Should -Be $names
            $results | Group-Object PSComputerName | ForEach-Object Count | Should -Be 10, 10
            . (Get-Script 'Errors and lost jump hosts')
            @(Import-Csv failed.csv).Error | Should -Be 'IpmiUnreachable'
            @(Import-Csv failed.csv).ComputerName | Should -Be $dead
            @(Import-Csv failed.csv).Via | Should -BeIn $places
            $rows.Count | Should -Be 0
            $jumps.Count | Should -Be 2
        }

        It 'find what a lost host has not told, and give it to the others' {
            $second = @(Connect-Endpoint)
            $jumps = $second
            $lost = Invoke-Command $jumps[1] { $PID }
            Invoke-Command $jumps $vault
            Stop-Process -Id $lost -Force
            Wait-Until { $jumps[1].State -ne 'Opened' }
            $results = @($rows | Select-Object -First 10 | Invoke-Command -Session $jumps[0] -ScriptBlock { $input | Get-IpmiDevice })
            $failed = @()
            . (Get-Script 'Errors and lost jump hosts')
            $rows.Count | Should -Be 11
            $jumps.Count | Should -Be 1
            . (Get-Script 'In equal shares')
            $null = . (Get-Script 'Results')
            $results.ComputerName | Sort-Object | Should -Be ($rack[10..19] | Get-Name | Sort-Object)
            $second | Remove-PSSession
        }

        It 'export, set and compare configurations, and merge their journals' {
            . (Get-Script 'Configurations')
            $exported.Count | Should -Be 20
            @($failed).TargetObject | Should -Be $dead
            @($rack | Compare-IpmiConfiguration -ReferencePath "$TestDrive/configs/$((Get-Name $rack[3]) -replace ':', '_').json" -Section Users, Chassis).Count | Should -Be 0
            $null = $rack[0] | Export-IpmiConfiguration -Path golden.json -Section Chassis, Sol -ExcludeIdentity
            $text = [System.IO.File]::ReadAllText((Convert-Path golden.json)) -replace '"PacketRetryCount": 7', '"PacketRetryCount": 2'
            [System.IO.File]::WriteAllText((Convert-Path golden.json), $text)
            . (Get-Script 'Configurations' 2)
            $results.Count | Should -Be 20
            @($results | Where-Object { -not $_.Changed -or -not $_.Verified }).Count | Should -Be 0
            $results | Group-Object PSComputerName | ForEach-Object Count | Should -Be 10, 10
            @($failed).TargetObject | Should -Be $dead
            . (Get-Script 'Configurations' 3)
            $complete = @(Get-Content run.journal | ConvertFrom-Json | Where-Object State -EQ 'Complete')
            $complete.ComputerName | Sort-Object | Should -Be $names
            @($rack | Compare-IpmiConfiguration -ReferencePath golden.json).Count | Should -Be 0
            $sent = (Get-ResponseCount $rack | Measure-Object -Sum).Sum
            @($rack | Set-IpmiConfiguration -Path golden.json -Journal run.journal -Force).Count | Should -Be 0
            ($rack | Measure-Object ResponseCount -Sum).Sum | Should -Be $sent
        }

        It 'end in time' {
            . (Get-Script 'In equal shares')
            . (Get-Script 'Time limits')
            $results.ComputerName | Sort-Object | Should -Be $names
            @($failed).Count | Should -Be 1
        }

        It 'hand over a credential' {
            $rows = @($rows | Where-Object Port -NE $deadRow.Port | Select-Object ComputerName, Port)
            . ([scriptblock]::Create(((Get-Script 'Credentials') -replace 'Get-Credential admin', '$credential')))
            $power.ComputerName | Sort-Object | Should -Be $names
        }
    }
}
