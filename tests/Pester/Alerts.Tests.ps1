#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Alerts that come as SNMP packets.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $script:packets = @(Get-TrapPacket)
    $script:bytes = [byte[]]($packets[0] -replace '..', '0x$0 ' -split ' ' -ne '')
}

Describe 'ConvertFrom-IpmiTrap' {
    It 'decodes hexadecimal text from the pipeline, one packet each' {
        $alerts = @($packets | ConvertFrom-IpmiTrap)
        $alerts.Count | Should -Be $packets.Count
        $alerts[0].ComputerName | Should -Be '192.0.2.10'
        $alerts[0].Event | Should -Be 'General Chassis Intrusion'
        $alerts[0].Direction | Should -Be 'Deasserted'
        @($alerts | Where-Object Severity -GE Warning).Count | Should -BeGreaterThan 0
        ($alerts | Where-Object IsPet -EQ $false).Event | Should -BeLike 'Not a platform event trap: *'
    }

    It 'takes a packet as <Way>' -ForEach @(
        @{ Way = 'a byte array'; Run = { ConvertFrom-IpmiTrap $bytes } }
        @{ Way = 'a byte array in the pipeline'; Run = { $bytes | ConvertFrom-IpmiTrap } }
        @{ Way = 'a byte array that is one object'; Run = { , $bytes | ConvertFrom-IpmiTrap } }
        @{ Way = 'numbers'; Run = { ConvertFrom-IpmiTrap @($bytes | ForEach-Object { [int]$_ }) } }
        @{ Way = 'text with separators'; Run = { ConvertFrom-IpmiTrap (($bytes | ForEach-Object { '{0:X2}' -f $_ }) -join ':') } }
        @{ Way = 'the raw packet of another alert'; Run = { ConvertFrom-IpmiTrap (ConvertFrom-IpmiTrap $packets[0]).Raw } }
    ) {
        $alert = @(& $Run)
        $alert.Count | Should -Be 1
        $alert[0].Raw.ToString() | Should -Be (($bytes | ForEach-Object { '{0:X2}' -f $_ }) -join ' ')
    }

    It 'reads files of bytes, and of hexadecimal text' {
        $null = New-Item -ItemType Directory "$TestDrive/traps"
        [System.IO.File]::WriteAllBytes("$TestDrive/traps/a.bin", $bytes)
        Set-Content "$TestDrive/traps/b.txt" (@('') + $packets)
        @(ConvertFrom-IpmiTrap -Path "$TestDrive/traps/*").Count | Should -Be ($packets.Count + 1)
    }

    It 'reads text in <Encoding>, as Windows PowerShell writes it' -ForEach @(
        @{ Encoding = 'Unicode' }, @{ Encoding = 'BigEndianUnicode' }, @{ Encoding = 'UTF8' }
    ) {
        [System.IO.File]::WriteAllText("$TestDrive/marked.txt", "$($packets[0])`r`n$($packets[1])`r`n", [System.Text.Encoding]::$Encoding)
        @(ConvertFrom-IpmiTrap -Path "$TestDrive/marked.txt").Event | Should -Be 'General Chassis Intrusion', 'Invalid Username or Password'
    }

    It 'says what a packet is where it is given something else' {
        ConvertFrom-IpmiTrap ('45000089' + $packets[0]) -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].ErrorDetails.RecommendedAction | Should -BeLike '*begins with 30*'
    }

    It 'reports each packet that it cannot decode, and decodes the others' {
        Set-Content "$TestDrive/some.txt" $packets[0], 'zz', $packets[0].Substring(4), $packets[1]
        $alerts = @(ConvertFrom-IpmiTrap -Path "$TestDrive/some.txt" -ErrorVariable failed -ErrorAction SilentlyContinue)
        $alerts.Count | Should -Be 2
        $failed | Get-Id | Should -Be 'IpmiInvalidParameter', 'IpmiProtocolError'
        "$($failed[0])" | Should -BeLike '*some.txt, line 2*'
        { ConvertFrom-IpmiTrap -Path "$TestDrive/missing" -ErrorAction Stop } | Should -Throw -ErrorId 'IpmiNotPresent*'
        { ConvertFrom-IpmiTrap (Get-Date) -ErrorAction Stop } | Should -Throw -ErrorId 'IpmiInvalidParameter*'
    }
}

Describe 'Receive-IpmiAlert' {
    BeforeAll {
        # Receives in a runspace of its own, at a free port, which it says.
        function Start-Receiver {
            param([string] $Arguments = '', [hashtable] $Values = @{})
            $shell = [powershell]::Create()
            $null = $shell.AddScript("param(`$values) Import-Module '$ModuleUnderTest'; Receive-IpmiAlert -Address 127.0.0.1 -Port 0 -Verbose $Arguments").AddArgument($Values)
            $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
            $nothing = [System.Management.Automation.PSDataCollection[psobject]]::new()
            $nothing.Complete()
            $result = $shell.BeginInvoke($nothing, $output)
            Wait-Until { $result.IsCompleted -or "$($shell.Streams.Verbose)" -match 'Receiving alerts at 127\.0\.0\.1:(\d+)' }
            if ("$($shell.Streams.Verbose)" -notmatch 'Receiving alerts at 127\.0\.0\.1:(\d+)') { throw "It did not start: $($shell.Streams.Error)" }
            [pscustomobject]@{ Shell = $shell; Result = $result; Output = $output; Port = [int]$Matches[1] }
        }

        function Send-Packet {
            param($To, [string[]] $Hex)
            $client = [System.Net.Sockets.UdpClient]::new('127.0.0.1', $To.Port)
            foreach ($packet in $Hex) { $data = [byte[]]($packet -replace '..', '0x$0 ' -split ' ' -ne ''); $null = $client.Send($data, $data.Length) }
            $client.Dispose()
        }

        # What it returned, once it has ended by itself.
        function Complete-Receiver {
            param($Receiver)
            Wait-Until { $Receiver.Result.IsCompleted }
            $null = $Receiver.Shell.EndInvoke($Receiver.Result)
            $Receiver.Output
        }
    }

    It 'returns each alert once, decoded as ConvertFrom-IpmiTrap does, and ends after -Count' {
        $expected = @($packets | ConvertFrom-IpmiTrap)
        # One has the same data as another one: it is a repetition.
        $receiver = Start-Receiver "-Count $($packets.Count - 2)"
        Send-Packet $receiver (@($packets[0], $packets[0]) + $packets)
        $alerts = @(Complete-Receiver $receiver)
        $received = @($alerts | ForEach-Object { "$($_.Raw)" })
        $alerts.Event | Should -Be @($expected | Where-Object { "$($_.Raw)" -in $received }).Event
        $alerts.Sender | Select-Object -Unique | Should -Be '127.0.0.1'
        @($alerts.Received -as [datetimeoffset[]]).Count | Should -Be $alerts.Count
        "$($receiver.Shell.Streams.Verbose)" | Should -Match '[34] repetitions'
    }

    It 'names the computer from rows, names and GUIDs' {
        $rows = @([pscustomobject]@{ ComputerName = 'bmc7'; Port = '623'; IPAddress = '127.0.0.1'; SystemGuid = '' }; 'bmc[8-9].invalid'; '4c4c4544-0050-5910-8043-b2c04f333358')
        $receiver = Start-Receiver '-Count 1 -Inventory $values.Rows' @{ Rows = $rows }
        Send-Packet $receiver $packets[0]
        $alert = Complete-Receiver $receiver
        $alert.ComputerName | Should -Be 'bmc7'
        $alert.IsKnown | Should -BeTrue
        @($receiver.Shell.Streams.Error | Get-Id) | Should -Be 'IpmiNameResolution', 'IpmiNameResolution'

        $receiver = Start-Receiver '-Count 1 -Inventory 4c4c4544-0050-5910-8043-b2c04f333358'
        Send-Packet $receiver $packets[0]
        (Complete-Receiver $receiver).ComputerName | Should -Be '4c4c4544-0050-5910-8043-b2c04f333358'

        $receiver = Start-Receiver '-Count 1 -Inventory 10.0.0.1'
        Send-Packet $receiver $packets[0]
        (Complete-Receiver $receiver).IsKnown | Should -BeFalse

        # A range, and a row that is there twice.
        $receiver = Start-Receiver '-Count 1 -Inventory $values.Rows' @{ Rows = @([pscustomobject]@{ ComputerName = '127.0.0.[1-2]'; IPAddress = '' }) * 2 }
        Send-Packet $receiver $packets[0]
        (Complete-Receiver $receiver).ComputerName | Should -Be '127.0.0.1'
    }

    It 'acknowledges to a BMC, which a virtual one counts' {
        $sim = Start-IpmiSimulator
        $receiver = Start-Receiver '-Count 1 -Acknowledge -Inventory $values.Sim' @{ Sim = $sim }
        Send-Packet $receiver $packets[0]
        (Complete-Receiver $receiver).ComputerName | Should -Be ($sim | Get-Name)
        "$($receiver.Shell.Streams.Verbose)" | Should -Match '1 traps acknowledged'
        Wait-Until { $sim.PacketCount -ge 1 }
        $sim | Stop-IpmiSimulator

        # The warning comes after the last alert.
        $receiver = Start-Receiver '-Count 1 -Acknowledge -Inventory 10.0.0.1'
        Send-Packet $receiver $packets[0]
        Complete-Receiver $receiver | Should -HaveCount 1
        "$($receiver.Shell.Streams.Warning)" | Should -BeLike '*127.0.0.1 is not acknowledged*'
    }

    It 'says what it does not return' {
        $receiver = Start-Receiver '-Count 1 -Community ours'
        Send-Packet $receiver '3003020103', '0600', $packets[0], ($packets[0] -replace '^306B02010004067075626C6963', '306902010004046F757273')
        Complete-Receiver $receiver | Should -HaveCount 1
        $warnings = @($receiver.Shell.Streams.Warning)
        $warnings.Count | Should -Be 3
        "$($warnings[0])" | Should -BeLike '*SNMP version 3*'
        "$($warnings[1])" | Should -BeLike '*is not an SNMP trap*'
        "$($warnings[2])" | Should -BeLike '*another community*'
        "$warnings" | Should -Not -Match 'ours'
    }

    It 'ends with the pipeline, at once, and frees its port' {
        $receiver = Start-Receiver
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $receiver.Shell.Stop()
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 10
        $receiver.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
        [System.Net.Sockets.UdpClient]::new([System.Net.IPEndPoint]::new([System.Net.IPAddress]::Loopback, $receiver.Port)).Dispose()
    }

    It 'streams to the rest of a pipeline, which may end it' {
        $receiver = Start-Receiver '| ForEach-Object { $_.Event } | Select-Object -First 2'
        Send-Packet $receiver $packets[0], $packets[1]
        Complete-Receiver $receiver | Should -Be 'General Chassis Intrusion', 'Invalid Username or Password'
    }

    It 'ends after -TimeoutSeconds, and says if alerts are missing' {
        Receive-IpmiAlert -Address 127.0.0.1 -Port 0 -TimeoutSeconds 0.1 -WarningVariable warnings | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
        Receive-IpmiAlert -Address 127.0.0.1 -Port 0 -TimeoutSeconds 0.1 -Count 2 -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike '0 of 2 alerts*'
    }

    It 'returns what has arrived before the end, however slow the pipeline is' {
        # The pipeline holds the first alert until the time is over. An inform that is answered has arrived.
        $go = [System.Threading.ManualResetEventSlim]::new()
        $receiver = Start-Receiver '-TimeoutSeconds 5 -RepeatSeconds 0 | ForEach-Object { $null = $values.Go.Wait(60000); $_ }' @{ Go = $go }
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $data = [byte[]]($packets[4] -replace '..', '0x$0 ' -split ' ' -ne '')
        $client = [System.Net.Sockets.UdpClient]::new('127.0.0.1', $receiver.Port)
        $from = [System.Net.IPEndPoint]::new([System.Net.IPAddress]::Any, 0)
        foreach ($number in 1..3) {
            if ($number -eq 2) { Wait-Until { $clock.Elapsed.TotalSeconds -gt 5.5 } }
            $null = $client.Send($data, $data.Length)
            $null = $client.Receive([ref]$from)
        }
        $client.Dispose()
        $go.Set()
        @(Complete-Receiver $receiver).Count | Should -Be 3
    }

    # A process of root without the capability has no more rights here than that of any user.
    It 'says what a port below 1024 needs' -Skip:(-not $IsLinux -or [int](Get-Content /proc/sys/net/ipv4/ip_unprivileged_port_start) -le 1009 -or ((id -u) -eq 0 -and -not (Get-Command setpriv -ErrorAction Ignore))) {
        $run = @($PowerShell, '-NoProfile', '-NonInteractive', '-Command', "Import-Module '$ModuleUnderTest'; try { Receive-IpmiAlert -Address 127.0.0.1 -Port 1009 -TimeoutSeconds 0.1 } catch { `$_.FullyQualifiedErrorId; `$_.ErrorDetails.RecommendedAction }")
        if ((id -u) -eq 0) { $run = @('setpriv', '--bounding-set=-net_bind_service') + $run }
        $said = & $run[0] $run[1..$run.Count]
        $said[0] | Should -BeLike 'IpmiInsufficientPrivilege,*'
        $said[1] | Should -BeLike '*setcap cap_net_bind_service*authbind*nft*'
    }

    It 'explains a port that another program has, and input that names no computer' {
        $socket = [System.Net.Sockets.UdpClient]::new([System.Net.IPEndPoint]::new([System.Net.IPAddress]::Loopback, 0))
        { Receive-IpmiAlert -Address 127.0.0.1 -Port $socket.Client.LocalEndPoint.Port } | Should -Throw -ErrorId 'IpmiBusy*'
        $socket.Dispose()
        { Receive-IpmiAlert -Address 10.255.255.1 -Port 0 } | Should -Throw -ErrorId 'IpmiInvalidParameter*'
        foreach ($row in [pscustomobject]@{ Name = 'x' }, [pscustomobject]@{ ComputerName = 'x'; Port = 'y' }, [pscustomobject]@{ ComputerName = 'x'; SystemGuid = 'y' }, 'a b') {
            $row | Receive-IpmiAlert -Address 127.0.0.1 -Port 0 -TimeoutSeconds 0.01 -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed[0] | Get-Id | Should -Be 'IpmiInvalidParameter'
        }
    }
}
