#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Send-IpmiSyslog: to a real rsyslog over UDP, TCP and TLS, with certificates made here; and to servers that misbehave.

BeforeDiscovery {
    . "$PSScriptRoot/Rsyslog.ps1"
    $script:missing = Get-RsyslogSkipReason
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    . "$PSScriptRoot/Rsyslog.ps1"
    $log = @(1..3 | ForEach-Object { Get-TrapPacket } | ConvertFrom-IpmiTrap)
}

Describe 'Send-IpmiSyslog and rsyslog' -Skip:([bool]$missing) {
    BeforeAll { $rsyslog = Start-Rsyslog $TestDrive }
    AfterAll { Stop-Rsyslog $rsyslog }
    BeforeEach { Clear-Rsyslog $rsyslog }

    It 'arrives over <Transport>, each message once, in order and as it was' -ForEach @(
        @{ Transport = 'Udp'; With = @{ Port = { $rsyslog.UdpPort } } }
        @{ Transport = 'Tcp'; With = @{ Port = { $rsyslog.TcpPort } } }
        @{ Transport = 'Tcp'; With = @{ Port = { $rsyslog.TcpPort }; Framing = { 'LineFeed' } } }
        @{ Transport = 'Tls'; With = @{ Port = { $rsyslog.TlsPort }; CertificateThumbprint = { $rsyslog.Sha256 } } }
    ) {
        $more = @{}
        foreach ($name in $With.Keys) { $more[$name] = & $With[$name] }
        $log | Send-IpmiSyslog 127.0.0.1 -Transport $Transport @more -Facility Local3 -AppName test -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $received = @(Get-RsyslogLine $rsyslog $log.Count)
        $received.Count | Should -Be $log.Count
        $expected = @($log | ConvertTo-IpmiSyslog -Facility Local3 -AppName test)
        # What rsyslog parsed is what was written.
        for ($i = 0; $i -lt $log.Count; $i++) {
            $expected[$i] -match '^<(?<pri>\d+)>1 \S+ (?<host>\S+) test - (?<id>\S+) (?<data>\[(?:[^\]\\]|\\.)*\]) \uFEFF?(?<text>.*)$' | Should -BeTrue
            "$($received[$i].pri)|$($received[$i].host)|$($received[$i].id)|$($received[$i].data)" | Should -BeExactly "$($Matches.pri)|$($Matches.host)|$($Matches.id)|$($Matches.data)"
            $received[$i].text -replace '^ ?\uFEFF?' | Should -BeExactly $Matches.text
        }
    }

    It 'sends CEF, JSON and texts' {
        $entry = ConvertFrom-IpmiTrap (Get-TrapPacket)[0]
        $entry | Send-IpmiSyslog 127.0.0.1 -Transport Tcp -Port $rsyslog.TcpPort -Format Cef
        $entry | Send-IpmiSyslog 127.0.0.1 -Transport Tcp -Port $rsyslog.TcpPort -Format Json
        $ready = $entry | ConvertTo-IpmiSyslog
        $ready, "two`nlines", 'Störung' | Send-IpmiSyslog 127.0.0.1 -Transport Tcp -Port $rsyslog.TcpPort
        $received = @(Get-RsyslogLine $rsyslog 5)
        $received[0].text.Trim() | Should -BeLike 'CEF:0|IpmiPS|*|6F-05-0|General Chassis Intrusion|3|*'
        $json = $received[1].text | ConvertFrom-Json
        $json.event | Should -Be 'General Chassis Intrusion'
        $json.sensorNumber | Should -Be 0x73
        $json.time -as [datetimeoffset] | Should -Be $entry.Timestamp
        $received[2].id | Should -Be 'PET'
        $received[3].text | Should -BeLike '*two*lines'
        $received[4].text | Should -BeLike '*Störung'
    }

    It 'checks the certificate, unless it is told not to, or which one it has to be' {
        $to = @{ Server = '127.0.0.1'; Transport = 'Tls'; Port = $rsyslog.TlsPort; TimeoutSeconds = 20 }
        'x' | Send-IpmiSyslog @to -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0] | Get-Id | Should -Be 'IpmiInsecureRefused'
        # Why not is in words. The name is right.
        "$($failed[0])" | Should -BeLike "*certificate is not accepted: *. Its SHA-256 is $($rsyslog.Sha256)*"
        "$($failed[0])" | Should -Not -Match 'RemoteCertificate|another name'
        'x' | Send-IpmiSyslog @to -CertificateThumbprint ('00' * 20) -ErrorVariable failed -ErrorAction SilentlyContinue
        "$($failed[0])" | Should -BeLike '*another certificate*'
        'one' | Send-IpmiSyslog @to -CertificateThumbprint $rsyslog.Sha1
        'two' | Send-IpmiSyslog @to -SkipCertificateCheck -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*not checked*'
        @(Get-RsyslogLine $rsyslog 2).text.Trim() | Should -Be 'one', 'two'
    }

    It 'trusts the authorities of the computer' -Skip:(-not $IsLinux) {
        # OpenSSL reads the variable, once for each process.
        $env:SSL_CERT_FILE = "$($rsyslog.Folder)/ca.pem"
        try { $said = Invoke-Apart "'by authority' | Send-IpmiSyslog localhost -Transport Tls -Port $($rsyslog.TlsPort); 'done'" }
        finally { Remove-Item Env:SSL_CERT_FILE }
        $said | Should -Be 'done'
        (Get-RsyslogLine $rsyslog 1).text.Trim() | Should -Be 'by authority'
    }

    It 'identifies itself with a certificate where the server wants one' {
        $to = @{ Server = '127.0.0.1'; Transport = 'Tls'; Port = $rsyslog.MutualPort; CertificateThumbprint = $rsyslog.Sha256; TimeoutSeconds = 20 }
        $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new("$($rsyslog.Folder)/client.pfx", 'test')
        'with' | Send-IpmiSyslog @to -Certificate $certificate
        (Get-RsyslogLine $rsyslog 1).text.Trim() | Should -Be 'with'
        # A refusal after the handshake of TLS 1.3 comes too late for an error of the message, and is said.
        'without' | Send-IpmiSyslog @to -ErrorVariable failed -ErrorAction SilentlyContinue -WarningVariable warnings -WarningAction SilentlyContinue
        @($failed).Count + @($warnings).Count | Should -BeGreaterThan 0
    }

    It 'goes on after the server was restarted, on the same connection for what comes before' {
        $state = @{ Server = $rsyslog }
        $warnings = & {
            1..20 | ForEach-Object {
                if ($_ -eq 11) { $null = Get-RsyslogLine $state.Server 10; $state.Server = Restart-Rsyslog $state.Server }
                "message $_"
            } | Send-IpmiSyslog 127.0.0.1 -Transport Tcp -Port $rsyslog.TcpPort
        } 3>&1
        $rsyslog = $state.Server
        @(Get-RsyslogLine $rsyslog 20).text.Trim() | Should -Be @(1..20 | ForEach-Object { "message $_" })
        "$warnings" | Should -BeLike '*closed the connection*10 messages were sent*'
    }
}

Describe 'Send-IpmiSyslog' {
    It 'returns with -PassThru what was sent' {
        $udp = [System.Net.Sockets.UdpClient]::new([System.Net.IPEndPoint]::new([System.Net.IPAddress]::Loopback, 0))
        $port = $udp.Client.LocalEndPoint.Port
        ($log[0..1] | Send-IpmiSyslog 127.0.0.1 -Port $port -PassThru).Sequence | Should -Be $log[0..1].Sequence
        $udp.Dispose()
    }

    It 'shortens what is too long for a datagram, says so, and leaves a valid message' {
        $udp = [System.Net.Sockets.UdpClient]::new([System.Net.IPEndPoint]::new([System.Net.IPAddress]::Loopback, 0))
        $port = $udp.Client.LocalEndPoint.Port
        $from = [System.Net.IPEndPoint]::new([System.Net.IPAddress]::Any, 0)
        ('ä' * 600), 'short', $log[0] | Send-IpmiSyslog 127.0.0.1 -Port $port -MaximumLength 480 -WarningVariable warnings -WarningAction SilentlyContinue
        $texts = @(1..3 | ForEach-Object { [System.Text.Encoding]::UTF8.GetString($udp.Receive([ref]$from)) })
        [System.Text.Encoding]::UTF8.GetByteCount($texts[0]) | Should -BeIn 479, 480
        $texts[0] | Should -Match '^<29>1 \S+ \S+ IpmiPS - - - \uFEFFä+$'
        $texts[1] | Should -Match ' - - - short$'
        $texts[2] | Should -Match '^<30>1 \S+ 192\.0\.2\.10 IpmiPS - PET (-|\[.*\]) Physical'
        @($warnings).Count | Should -Be 2
        '<29>1 - - - - - - ready ' + 'z' * 600 | Send-IpmiSyslog 127.0.0.1 -Port $port -MaximumLength 480 -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*was shortened: <29>1 - - - - - - ready zzz*…'
        $udp.Dispose()
    }

    It 'counts bytes over TCP, and says that a server did not confirm' {
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $task = $listener.AcceptTcpClientAsync()
        '<29>1 - - - - - - Größe' | Send-IpmiSyslog 127.0.0.1 -Transport Tcp -Port $listener.LocalEndpoint.Port -WarningVariable warnings -WarningAction SilentlyContinue
        $client = $task.Result
        $buffer = [byte[]]::new(100)
        $length = $client.GetStream().Read($buffer, 0, 100)
        [System.Text.Encoding]::UTF8.GetString($buffer, 0, $length) | Should -Be '25 <29>1 - - - - - - Größe'
        "$warnings" | Should -BeLike '*did not confirm*'
        $client.Dispose()
        $listener.Stop()
    }

    It 'separates messages by line feeds for a server that reads lines' {
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $task = $listener.AcceptTcpClientAsync()
        $sender = [powershell]::Create()
        $null = $sender.AddScript('param($module, $port) Import-Module $module; "<29>1 - - - - - - two`nlines", "<29>1 - - - - - - Größe" | Send-IpmiSyslog 127.0.0.1 -Transport Tcp -Framing LineFeed -Port $port').
            AddArgument($ModuleUnderTest).AddArgument($listener.LocalEndpoint.Port)
        $sending = $sender.BeginInvoke()
        $client = $task.GetAwaiter().GetResult()
        $text = [System.IO.StreamReader]::new($client.GetStream()).ReadToEnd()
        $client.Dispose()
        $sender.EndInvoke($sending)
        "$($sender.Streams.Warning)" | Should -BeNullOrEmpty
        $text | Should -BeExactly "<29>1 - - - - - - two lines`n<29>1 - - - - - - Größe`n"
        $listener.Stop()
    }

    It 'keeps a connection without messages alive' -Skip:(-not $IsLinux) {
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $to = '0100007F:{0:X4}' -f $listener.LocalEndpoint.Port
        # The timer of the connection to the server: 2 is that of the question whether it is there, in hundredths of a second.
        $timer = @{}
        'x' | Send-IpmiSyslog 127.0.0.1 -Transport Tcp -Port $listener.LocalEndpoint.Port -PassThru -WarningAction SilentlyContinue |
            ForEach-Object { Wait-Until { $timer.Text = @(Get-Content /proc/net/tcp | ForEach-Object { , ($_.Trim() -split '\s+') } | Where-Object { $_[2] -eq $to })[0][5]; $timer.Text -like '02:*' } }
        [Convert]::ToInt32(($timer.Text -split ':')[1], 16) | Should -BeIn (1..6000)
        $listener.Stop()
    }

    It 'says that a server accepts messages and does not read them' {
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        # More than the buffers of both sides take.
        $text = 'x' * 65000
        $failed = try { 1..1000 | ForEach-Object { $text } | Send-IpmiSyslog 127.0.0.1 -Transport Tcp -Port $listener.LocalEndpoint.Port -TimeoutSeconds 0.5 -ErrorAction Stop -WarningVariable warnings -WarningAction SilentlyContinue } catch { $_ }
        $failed | Get-Id | Should -Be 'IpmiTimeout'
        "$failed" | Should -BeLike '*did not take the message*does not read what is sent*'
        "$warnings" | Should -BeLike '*does not read what is sent*'
        $listener.Stop()
    }

    It 'says what cannot be reached, with the message as target, and goes on with the next one' {
        $dead = Get-DeadName
        $port = ($dead -split ':')[1]
        '<29>1 - - - - - - one', 'two' | Send-IpmiSyslog 127.0.0.1 -Transport Tcp -Port $port -TimeoutSeconds 3 -ErrorVariable failed -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        @($failed).Count | Should -Be 2
        $failed[0] | Get-Id | Should -Be 'IpmiUnreachable'
        $failed[0].TargetObject | Should -Be '<29>1 - - - - - - one'
        'x' | Send-IpmiSyslog no.such.host.invalid -TimeoutSeconds 3 -ErrorVariable failed -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $failed[0] | Get-Id | Should -Be 'IpmiNameResolution'
        $failed[0].ErrorDetails.RecommendedAction | Should -BeLike "*server's name*-Port*"
    }

    It 'refuses what it cannot send, and parameters that contradict each other' {
        1 | Send-IpmiSyslog 127.0.0.1 -Port 9 -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0] | Get-Id | Should -Be 'IpmiInvalidParameter'
        { 'x' | Send-IpmiSyslog 127.0.0.1 -Framing LineFeed } | Should -Throw -ErrorId 'IpmiInvalidParameter*'
        { 'x' | Send-IpmiSyslog 127.0.0.1 -SkipCertificateCheck } | Should -Throw -ErrorId 'IpmiInvalidParameter*'
    }

    It 'sends nothing with -WhatIf' {
        $told = Get-WhatIf { 'x' | Send-IpmiSyslog siem.example.org -Transport Tls @args }
        $told | Should -BeLike 'What if: *"Send messages of syslog" on target "siem.example.org port 6514 (TLS)"*'
    }

    It 'takes verdicts about health, and events of a log' {
        $sim = Start-IpmiSimulator -UnhealthyEvery 1
        $udp = [System.Net.Sockets.UdpClient]::new([System.Net.IPEndPoint]::new([System.Net.IPAddress]::Loopback, 0))
        $from = [System.Net.IPEndPoint]::new([System.Net.IPAddress]::Any, 0)
        & { $sim | Test-IpmiHealth; $sim | Get-IpmiSel -Newest 1 } | Send-IpmiSyslog 127.0.0.1 -Port $udp.Client.LocalEndPoint.Port
        [System.Text.Encoding]::UTF8.GetString($udp.Receive([ref]$from)) | Should -Match ' IpmiPS - HEALTH \[ipmi@32473 severity="\w+" health="\w+" reasons=".+"\] \uFEFF?Health is (Warning|Critical|NonRecoverable): '
        [System.Text.Encoding]::UTF8.GetString($udp.Receive([ref]$from)) | Should -Match ' IpmiPS - SEL \['
        $udp.Dispose()
        $sim | Stop-IpmiSimulator
    }
}
