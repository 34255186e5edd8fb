#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# New-IpmiReport and Start-IpmiDashboard: what PowerShell sees of them, and both in a browser (tests/Dashboard, node).

BeforeDiscovery {
    # Why the browser cannot be driven here; null if it can. The packages are installed from the lock file, and not in the repository.
    $script:missing = & {
        foreach ($program in 'node', 'npm', 'chromium') {
            if (-not (Get-Command $program -CommandType Application -ErrorAction Ignore)) { return "there is no $program" }
        }
        Push-Location "$PSScriptRoot/../Dashboard"
        try {
            $installed = 'node_modules/.package-lock.json'
            if (-not (Test-Path $installed) -or (Get-Item $installed -Force).LastWriteTime -lt (Get-Item 'package-lock.json').LastWriteTime) {
                $said = & npm ci --no-audit --no-fund --ignore-scripts 2>&1
                if ($LASTEXITCODE) { return "npm ci failed: $($said | Select-Object -Last 1)" }
            }
        }
        finally { Pop-Location }
    }
    if ($missing) { Write-Warning "The tests of pages in a browser are skipped: $missing." }
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $sims = @(Start-IpmiSimulator -Count 18 -UnhealthyEvery 6)
    $dead = Get-DeadName
    $index = 0
    $rows = @(
        foreach ($sim in $sims) { [pscustomobject]@{ ComputerName = $sim | Get-Name; Credential = $sim.Credential; Rack = "Rack A$([math]::Floor($index / 9) + 1)"; Unit = "U$(2 * ($index++ % 9) + 1)" } }
        [pscustomobject]@{ ComputerName = $dead; Credential = $sims[0].Credential; Rack = 'Rack A1'; Unit = '40' }
    )

    # Texts that would be markup: of an inventory, a sensor, the system, and of the file.
    $evil = $sims[1]
    $null = $evil | Set-IpmiFru -Id 0 -ProductSerial '<img src=x onerror=x>' -BackupPath $TestDrive -Confirm:$false
    $null = $evil | Set-IpmiSystemInfo -SystemName '<svg onload=alert(2)>'
    $file = ($evil | Export-IpmiSdr -Path "$TestDrive/evil.sdr").Path
    $bytes = [System.IO.File]::ReadAllBytes($file)
    $at = [System.Text.Encoding]::GetEncoding(28591).GetString($bytes).IndexOf('Inlet Temp')
    [System.Text.Encoding]::ASCII.GetBytes('"><b>x</b>').CopyTo($bytes, $at)
    [System.IO.File]::WriteAllBytes($file, $bytes)
    $null = $evil | Import-IpmiSdr -Path $file -BackupPath $TestDrive -Confirm:$false
    $rows[1].Rack = '<script>alert(1)</script>'
    $title = 'Hall 2</title><b>'

    function Get-PageData { param([string] $Html) [regex]::Match($Html, '(?s)<script type="application/json" id="data">(.*?)</script>').Groups[1].Value | ConvertFrom-Json }

    # What a dashboard knows.
    function Get-Board { param($Dashboard) Get-PageData (Invoke-WebRequest $Dashboard.Url -UseBasicParsing).Content }

    # Runs the tests of a file of tests/Dashboard, with addresses in the environment; returns what it says if it fails. $OnSignal runs when a test asks for it.
    function Invoke-Browser {
        param([string] $File, [hashtable] $Environment, [scriptblock] $OnSignal)
        $Environment.IPMIPS_CHROMIUM = (Get-Command chromium -CommandType Application | Select-Object -First 1).Source
        $Environment.IPMIPS_SIGNAL = "$TestDrive/$File.signal"
        $start = [System.Diagnostics.ProcessStartInfo]@{ FileName = 'node'; UseShellExecute = $false; RedirectStandardOutput = $true; RedirectStandardError = $true; WorkingDirectory = (Resolve-Path "$PSScriptRoot/../Dashboard").Path }
        $start.Arguments = "--test-concurrency=1 --test-reporter=tap --test $File.test.mjs"
        foreach ($name in $Environment.Keys) { $start.EnvironmentVariables[$name] = [string]$Environment[$name] }
        $process = [System.Diagnostics.Process]::Start($start)
        $said = $process.StandardOutput.ReadToEndAsync()
        $warned = $process.StandardError.ReadToEndAsync()
        while (-not $process.WaitForExit(200)) {
            if ($OnSignal -and (Test-Path $Environment.IPMIPS_SIGNAL)) {
                Remove-Item $Environment.IPMIPS_SIGNAL
                & $OnSignal
            }
        }
        if ($process.ExitCode) { "$($said.Result)`n$($warned.Result)" }
    }
}

AfterAll {
    Stop-IpmiDashboard
    Stop-IpmiSimulator
}

Describe 'New-IpmiReport' {
    BeforeAll {
        $report = "$TestDrive/fleet.html"
        $made = $rows | New-IpmiReport -Path $report -Title $title -ErrorAction SilentlyContinue -ErrorVariable failed
        $html = Get-Content $report -Raw
        $data = Get-PageData $html
    }

    It 'makes one file with all servers, and an error for the one that cannot be read' {
        $made | Should -BeOfType [System.IO.FileInfo]
        $made.FullName | Should -Be (Get-Item $report).FullName
        $data.servers.Count | Should -Be $rows.Count
        $failed.Count | Should -Be 1
        $failed[0].TargetObject | Should -Be $dead
        $there = $data.servers | Where-Object name -EQ $dead
        $there.reached | Should -BeFalse
        $there.rack | Should -Be 'Rack A1'
        $there.unit | Should -Be 40
        $there.watts, $there.power, $there.inlet | Should -Be $null, $null, $null
        $there.parts | Select-Object -Skip 1 | Sort-Object -Unique | Should -Be 0
    }

    It 'reads the units of a rack: <Text>' -ForEach @(
        @{ Text = '12'; Unit = 12; Units = 1 }, @{ Text = 'U3'; Unit = 3; Units = 1 }, @{ Text = '12-13'; Unit = 12; Units = 2 }, @{ Text = 'U8 - U5'; Unit = 5; Units = 4 }
        @{ Text = 'U7 (2U)'; Unit = 7; Units = 1 }, @{ Text = '0'; Unit = $null; Units = 1 }, @{ Text = '99'; Unit = $null; Units = 1 }, @{ Text = 'top'; Unit = $null; Units = 1 }
    ) {
        $null = $sims[0] | New-IpmiReport -Path "$TestDrive/unit.html" -Rack A -RackUnit $Text
        $server = (Get-PageData (Get-Content "$TestDrive/unit.html" -Raw)).servers
        $server.unit, $server.units | Should -Be $Unit, $Units
    }

    It 'says what the cmdlets say' {
        $sim = $sims[5]
        $server = $data.servers | Where-Object name -EQ ($sim | Get-Name)
        $verdict = $sim | Test-IpmiHealth
        $server.health | Should -Be ([int]$verdict.Health)
        $server.reasons.Count | Should -Be $verdict.Reasons.Count
        $sensors = @($sim | Get-IpmiSensor)
        $server.sensors.Count | Should -Be $sensors.Count
        for ($i = 0; $i -lt $sensors.Count; $i++) { $server.sensors[$i][0], $server.sensors[$i][3], $server.sensors[$i][4] | Should -Be $sensors[$i].DisplayName, $sensors[$i].Unit, ([int]$sensors[$i].Health) }
        $server.serial | Should -Be ($sim | Get-IpmiInventory).SerialNumber
        $number = [array]::IndexOf($data.servers.name, $server.name)
        @($data.events | Where-Object { $_[0] -eq $number }).Count | Should -Be @($sim | Get-IpmiSel -After (Get-Date).AddDays(-30)).Count
    }

    It 'has only the newest events that were wanted, and says that there are more' {
        $null = $rows[0..1] | New-IpmiReport -Path "$TestDrive/few.html" -Newest 2
        $few = Get-PageData (Get-Content "$TestDrive/few.html" -Raw)
        @($few.events).Count | Should -Be 4
        $few.servers.moreEvents | Should -Be $true, $true
    }

    It 'has no text of a BMC as markup, and no password' {
        [regex]::Matches($html, '(?-i)<img|<svg onload|<b>x|simulated').Value | Should -BeNullOrEmpty
        [regex]::Matches($html, '<script').Count | Should -Be 2 -Because 'one has the data, and one is the program'
        ([regex]::Matches($html, 'https?://[\w./-]+').Value | Sort-Object -Unique) -join ' ' | Should -Be 'http://www.w3.org/2000/svg'
    }

    It 'does not replace a report if no BMC could be read' {
        $before = (Get-Item $report).Length
        [pscustomobject]@{ ComputerName = $dead; Credential = $sims[0].Credential } | New-IpmiReport -Path $report -ErrorAction SilentlyContinue -ErrorVariable none | Should -BeNullOrEmpty
        ($none | Select-Object -Last 1 | Get-Id) | Should -Be 'IpmiCommandFailed'
        (Get-Item $report).Length | Should -Be $before
        { $rows[0] | New-IpmiReport -Path "$TestDrive/no/x.html" } | Should -Throw -ErrorId 'IpmiInvalidParameter,*'
    }

    It 'names a BMC whose clock is wrong' {
        $late = Start-IpmiSimulator
        $null = $late | Set-IpmiClock -Time (Get-Date).AddDays(-400) -Confirm:$false
        $null = $late | New-IpmiReport -Path "$TestDrive/late.html"
        (Get-PageData (Get-Content "$TestDrive/late.html" -Raw)).servers.clock | Should -BeGreaterThan 399
        $data.servers[0].clock | Should -BeNullOrEmpty
    }

    It 'writes nothing with -WhatIf, and sends nothing' {
        $sent = Get-ResponseCount $sims[0]
        Get-WhatIf { $sims[0] | New-IpmiReport -Path "$TestDrive/x.html" @args } | Should -BeLike 'What if: *Write the report*x.html*'
        "$TestDrive/x.html" | Should -Not -Exist
        $sims[0].ResponseCount | Should -Be $sent
    }

    It 'is a page as it should be, in a browser' -Skip:([bool]$missing) {
        Invoke-Browser report @{ IPMIPS_REPORT = $report; IPMIPS_DEAD = $dead; IPMIPS_EVIL = $evil | Get-Name } | Should -BeNullOrEmpty
    }
}

Describe 'Start-IpmiDashboard' {
    BeforeAll {
        $reading = $rows | Start-IpmiDashboard -Title $title -IntervalSeconds 5
        $changing = $rows | Start-IpmiDashboard -IntervalSeconds 5 -AllowPower
    }

    It 'returns at once, and each has its own address and tokens' {
        $reading | Should -BeOfType [IpmiPS.IpmiDashboard]
        $reading.Url | Should -BeLike "http://127.0.0.1:$($reading.Port)/[?]token=*"
        $reading.ComputerName | Should -Be $rows.ComputerName
        @($reading.Url, $changing.Url, $reading.MetricsToken, $changing.MetricsToken | Sort-Object -Unique).Count | Should -Be 4
        (Invoke-WebRequest $reading.Url -UseBasicParsing).Content | Should -BeLike '*<!DOCTYPE html>*'
        { Invoke-WebRequest $reading.Address -UseBasicParsing } | Should -Throw
    }

    It 'listens on 127.0.0.1 alone' {
        foreach ($address in [System.Net.Dns]::GetHostAddresses([System.Net.Dns]::GetHostName()) | Where-Object { -not [System.Net.IPAddress]::IsLoopback($_) -and $_.AddressFamily -eq 'InterNetwork' }) {
            { [System.Net.Sockets.TcpClient]::new("$address", $reading.Port) } | Should -Throw
        }
    }

    It 'is a page as it should be, in a browser' -Skip:([bool]$missing) {
        Wait-Until { (Invoke-WebRequest $reading.MetricsUrl -Headers @{ Authorization = "Bearer $($reading.MetricsToken)" } -UseBasicParsing).Content -match "ipmi_up\{instance=`"$dead`",collector=`"ipmi`"\} 0" } -Seconds 120
        $server = $sims[3]
        $actions = $server.PowerActions.Count
        Invoke-Browser dashboard @{
            IPMIPS_DASHBOARD = $reading.Url; IPMIPS_DASHBOARD_POWER = $changing.Url; IPMIPS_METRICS_TOKEN = $reading.MetricsToken
            IPMIPS_DEAD = $dead; IPMIPS_POWER_SERVER = $server | Get-Name; IPMIPS_POWER_INDEX = 4
        } -OnSignal { $null = $sims[2] | Send-IpmiEvent -Sample CorrectableMemory } | Should -BeNullOrEmpty
        @($server.PowerActions).Count | Should -Be ($actions + 1)
        @($sims[4].PowerActions -eq 'Reset').Count | Should -BeLessOrEqual 1
        ($sims | Where-Object Id -NotIn $server.Id, $sims[4].Id).PowerActions | Should -BeNullOrEmpty
    }

    It 'says that a port is taken, and what is wrong with a token' {
        { $rows[0] | Start-IpmiDashboard -ListenPort $reading.Port } | Should -Throw -ErrorId 'IpmiInvalidParameter,*'
        { $rows[0] | Start-IpmiDashboard -MetricsToken ([System.Net.NetworkCredential]::new('', 'short').SecurePassword) } | Should -Throw -ErrorId 'IpmiInvalidParameter,*'
    }

    It 'starts nothing with -WhatIf, and sends nothing' {
        $quiet = Start-IpmiSimulator
        Get-WhatIf { $quiet | Start-IpmiDashboard -AllowPower @args } | Should -BeLike 'What if: *Start a dashboard that can change power*127.0.0.1*'
        $given | Should -BeNullOrEmpty
        $quiet.PacketCount | Should -Be 0
        Get-WhatIf { $reading | Stop-IpmiDashboard @args } | Should -BeLike "What if: *Stop the dashboard*$($reading.Address)*"
        $reading.Running | Should -BeTrue
    }

    It 'does not ask again with a password that was refused, and says so' {
        $guarded = Start-IpmiSimulator
        $wrong = [pscustomobject]@{ ComputerName = $guarded | Get-Name; Credential = Get-TestCredential 'admin' 'wrong' } | Start-IpmiDashboard -IntervalSeconds 5
        Wait-Until { (Invoke-WebRequest $wrong.Url -UseBasicParsing).Content -match 'does not try again' }
        Wait-Until { $guarded.RefusedLogIns -gt 0 }    # the client knows it by RAKP 2, before RAKP 3 has reached the BMC
        $guarded.RefusedLogIns | Should -Be 1
        $wrong | Stop-IpmiDashboard
    }

    It 'applies the rules for events' {
        Set-Content "$TestDrive/rules.psd1" '@{ Rules = @(@{ Event = "*"; Ignore = $true }) }'
        $ruled = $sims[5] | Start-IpmiDashboard -IntervalSeconds 5 -RulePath "$TestDrive/rules.psd1"
        Wait-Until { (Get-Board $ruled).servers[0].reached }
        @((Get-Board $ruled).events).Count | Should -Be 0
        Wait-Until { (Get-Board $reading).servers[5].reached }
        @((Get-Board $reading).events | Where-Object { $_[0] -eq 5 }).Count | Should -BeGreaterThan 0
        $ruled | Stop-IpmiDashboard
    }

    It 'limits the time of a reading with -TimeoutSeconds' {
        $slow = Start-IpmiSimulator -SilentCommand '0a/43'
        $limited = $slow | Start-IpmiDashboard -IntervalSeconds 5 -TimeoutSeconds 2
        Wait-Until { (Get-Board $limited).servers[0].reasons -match 'not done within 2 s \(-TimeoutSeconds\)' } -Seconds 120
        $limited | Stop-IpmiDashboard
    }

    It 'says when a server was last read, after it is gone' {
        $going = Start-IpmiSimulator
        $board = $going | Start-IpmiDashboard -IntervalSeconds 5
        Wait-Until { (Get-Board $board).servers[0].reached }
        $going | Stop-IpmiSimulator
        Wait-Until { -not (Get-Board $board).servers[0].reached } -Seconds 120
        $there = (Get-Board $board).servers[0]
        $there.time | Should -Not -BeNullOrEmpty
        $there.serial | Should -Not -BeNullOrEmpty
        $there.power, $there.watts | Should -Be $null, $null
        $board | Stop-IpmiDashboard
    }

    It 'sums the power of all servers, not of the first that were read' {
        Wait-Until { (Get-Board $reading).history.Count -gt 0 } -Seconds 120
        $board = Get-Board $reading
        $board.history[0][1] | Should -BeGreaterThan (0.8 * ($board.servers.watts | Measure-Object -Sum).Sum)
    }

    It 'is scraped by a Prometheus' -Skip:(-not (Get-Command prometheus -CommandType Application -ErrorAction Ignore)) {
        $port = Get-FreePort
        Set-Content "$TestDrive/token" $reading.MetricsToken -NoNewline
        Set-Content "$TestDrive/prometheus.yml" @"
scrape_configs:
  - job_name: ipmi
    honor_labels: true
    scrape_interval: 1s
    authorization:
      credentials_file: $TestDrive/token
    static_configs:
      - targets: ['127.0.0.1:$($reading.Port)']
"@
        $prometheus = Start-Process prometheus -PassThru -ArgumentList "--config.file=$TestDrive/prometheus.yml", "--storage.tsdb.path=$TestDrive/tsdb", "--web.listen-address=127.0.0.1:$port" -RedirectStandardError "$TestDrive/prometheus.log" -RedirectStandardOutput "$TestDrive/prometheus.out"
        try {
            function Find-Metric { param([string] $Query) try { @((Invoke-RestMethod "http://127.0.0.1:$port/api/v1/query?query=$([uri]::EscapeDataString($Query))").data.result) } catch { @() } }
            Wait-Until { (Find-Metric 'count(ipmi_temperature_celsius{name="Inlet Temp"})').Count -gt 0 } -Seconds 60
            (Find-Metric 'up{job="ipmi"}')[0].value[1] | Should -Be '1'
            (Find-Metric "ipmi_up{instance=`"$dead`",collector=`"ipmi`"}")[0].value[1] | Should -Be '0'
            (Find-Metric 'count(ipmi_chassis_power_state)')[0].value[1] | Should -Be "$($sims.Count)"
        }
        finally { $prometheus.Kill(); $prometheus.WaitForExit() }
    }

    It 'ends, logs out, and answers no more' {
        $before = $sims[0].OpenSessions
        $before | Should -BeGreaterThan 0
        Stop-IpmiDashboard
        $reading.Running, $changing.Running | Should -Be $false, $false
        { Invoke-WebRequest $reading.Url -UseBasicParsing -TimeoutSec 5 } | Should -Throw
        Wait-Until { $sims[0].OpenSessions -eq 0 }
    }
}
