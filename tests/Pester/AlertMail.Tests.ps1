#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# The runbook "alert by mail": packets of BMCs become mails at a real SMTP server (smtp4dev), and messages at a real rsyslog over TLS.

BeforeDiscovery {
    . "$PSScriptRoot/Rsyslog.ps1"
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Push-Location $root
    $tool = "$(dotnet tool list --local 2>$null)" -match 'smtp4dev' -and $(dotnet tool run smtp4dev -- --help 2>$null | Out-Null; $LASTEXITCODE -eq 0)
    Pop-Location
    $script:missing = if (-not $tool) { 'smtp4dev is not here: dotnet tool restore' } else { Get-RsyslogSkipReason }
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    . "$PSScriptRoot/Rsyslog.ps1"
    $runbook = (Resolve-Path "$PSScriptRoot/../../docs/runbooks/Send-AlertMail.ps1").Path
    $packets = @(Get-TrapPacket)
    Set-Content "$TestDrive/bmcs.csv" 'ComputerName,IPAddress', 'rack1-bmc7,127.0.0.1'

    # Starts the runbook in a runspace of its own, and returns once its port is open.
    function Start-Runbook {
        param([hashtable] $Arguments)
        $port = Get-FreePort
        $with = @{ Inventory = "$TestDrive/bmcs.csv"; Address = '127.0.0.1'; Port = $port; LogPath = "$TestDrive/$([guid]::NewGuid()).log"; TimeoutSeconds = 120 }
        foreach ($name in $Arguments.Keys) { $with[$name] = $Arguments[$name] }
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($module, $path, $with, $folder) Set-Location $folder; Import-Module $module; & $path @with; $LASTEXITCODE').AddArgument($ModuleUnderTest).AddArgument($runbook).
            AddArgument($with).AddArgument("$TestDrive")
        $result = $shell.BeginInvoke()
        Wait-Until {
            if ($result.IsCompleted) { return $true }
            # To open the port here, as a trial, could be just when the runbook does.
            $port -in [System.Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveUdpListeners().Port
        }
        [pscustomobject]@{ Shell = $shell; Result = $result; Port = $port; LogPath = $with.LogPath }
    }

    # Sends it packets; returns its exit code and its log, once it has ended.
    function Complete-Runbook {
        param($Run, [string[]] $Packet)
        $client = [System.Net.Sockets.UdpClient]::new('127.0.0.1', $Run.Port)
        foreach ($hex in $Packet) { $data = [byte[]]($hex -replace '..', '0x$0 ' -split ' ' -ne ''); $null = $client.Send($data, $data.Length) }
        $client.Dispose()
        Wait-Until { $Run.Result.IsCompleted }
        [pscustomobject]@{ Code = $Run.Shell.EndInvoke($Run.Result)[-1]; Log = Get-Content $Run.LogPath -Raw }
    }
}

Describe 'Alerts by mail, at an SMTP server and a syslog server' -Skip:([bool]$missing) {
    BeforeAll {
        $rsyslog = Start-Rsyslog $TestDrive
        $null = New-Item -ItemType Directory "$TestDrive/smtp4dev"
        $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet', "tool run smtp4dev -- --baseappdatapath=$TestDrive/smtp4dev --nousersettings --db= --bindaddress=127.0.0.1 --urls=http://127.0.0.1:0 --smtpport=0 --imapport=0 --pop3port=0")
        $start.WorkingDirectory = (Resolve-Path "$PSScriptRoot/../..").Path
        $start.UseShellExecute = $false
        $start.RedirectStandardOutput = $true
        $server = [System.Diagnostics.Process]::Start($start)
        $mail = @{}
        $said = ''
        while (-not ($mail.Smtp -and $mail.Http) -and $null -ne ($line = $server.StandardOutput.ReadLine())) {
            $said += "$line`n"
            if ($line -match 'SMTP Server is listening on port (\d+)') { $mail.Smtp = [int]$Matches[1] }
            if ($line -match 'Now listening on: (http://127\.0\.0\.1:\d+)') { $mail.Http = $Matches[1] }
        }
        if (-not $mail.Http) { throw "smtp4dev does not start: $said" }
        # So that it never waits for a reader of its output.
        $null = $server.StandardOutput.ReadToEndAsync()

        function Get-Mail { , @((Invoke-RestMethod "$($mail.Http)/api/Messages?pageSize=50&sortColumn=receivedDate").results) }
    }

    AfterAll {
        if ($server -and -not $server.HasExited) { $server.Kill($true); $server.WaitForExit() }
        Stop-Rsyslog $rsyslog
    }

    It 'sends what is serious to the SMTP server, and everything to the SIEM over TLS' {
        $run = Start-Runbook @{
            Count = 4; SmtpServer = '127.0.0.1'; SmtpPort = $mail.Smtp; From = 'bmc@example.com'; To = 'noc@example.com', 'ops@example.com'
            Syslog = @{ Server = '127.0.0.1'; Transport = 'Tls'; Port = $rsyslog.TlsPort; CertificateThumbprint = $rsyslog.Sha256 }
        }
        # An intrusion that ended, one that began, a failed drive, and the trap of something else.
        $end = Complete-Runbook $run $packets[0, 3, 6, 7]
        $end.Code | Should -Be 0 -Because $end.Log
        $end.Log | Should -Match 'Done\.'

        # The server stores a mail after it has accepted it.
        Wait-Until { (Get-Mail).Count -ge 2 }
        $received = Get-Mail
        @($received.subject | Sort-Object) | Should -Be 'rack1-bmc7: Drive Fault [Critical]', 'rack1-bmc7: General Chassis Intrusion [Critical]'
        foreach ($message in $received) {
            $message.from | Should -Be 'bmc@example.com'
            @($message.to) | Should -Be 'noc@example.com', 'ops@example.com'
        }
        $intrusion = $received | Where-Object subject -Like '*Intrusion*'
        $text = Invoke-RestMethod "$($mail.Http)/api/Messages/$($intrusion.id)/plaintext"
        $text | Should -Match 'Sensor\s+: Physical Security \(73h\)'
        $text | Should -Match 'ComputerName\s+: rack1-bmc7'

        $lines = @(Get-RsyslogLine $rsyslog 4)
        $lines.host | Should -Be (@('rack1-bmc7') * 4)
        $lines.id | Should -Be 'PET', 'PET', 'PET', 'TRAP'
        $lines[1].pri | Should -Be '26'
    }

    It 'sends no more mails than are permitted; what is left out is in the log' {
        $before = (Get-Mail).Count
        $run = Start-Runbook @{ Count = 3; MailsPerHour = 1; Severity = 'Information'; SmtpServer = '127.0.0.1'; SmtpPort = $mail.Smtp; From = 'bmc@example.com'; To = 'noc@example.com' }
        $end = Complete-Runbook $run $packets[0, 3, 6]
        $end.Code | Should -Be 0
        @([regex]::Matches($end.Log, 'Not mailed: there were 1 mails')).Count | Should -Be 2
        Wait-Until { (Get-Mail).Count -gt $before }
        (Get-Mail).Count | Should -Be ($before + 1)
    }
}

Describe 'Alerts by mail' {
    It 'hands them to a script block, such as a webhook' {
        $listener = [System.Net.HttpListener]::new()
        $port = 0
        while (-not $listener.IsListening) {
            $port = Get-FreePort
            $listener = [System.Net.HttpListener]::new()
            $listener.Prefixes.Add("http://127.0.0.1:$port/")
            try { $listener.Start() } catch { continue }
        }
        $request = $listener.GetContextAsync()
        $send = [scriptblock]::Create("param(`$Subject, `$Text, `$Alert) Invoke-RestMethod http://127.0.0.1:$port/hook -Method Post -ContentType application/json -Body (@{ text = `"`$Subject|`$(`$Alert.SensorNumber)`" } | ConvertTo-Json)")
        $run = Start-Runbook @{ Count = 1; Send = $send }
        $client = [System.Net.Sockets.UdpClient]::new('127.0.0.1', $run.Port)
        $data = [byte[]]($packets[3] -replace '..', '0x$0 ' -split ' ' -ne '')
        $null = $client.Send($data, $data.Length)
        $context = $request.GetAwaiter().GetResult()
        $body = [System.IO.StreamReader]::new($context.Request.InputStream).ReadToEnd()
        $context.Response.Close()
        ($body | ConvertFrom-Json).text | Should -Be 'rack1-bmc7: General Chassis Intrusion [Critical]|115'
        $end = Complete-Runbook $run @()
        $listener.Stop()
        $end.Code | Should -Be 0
        $end.Log | Should -Match 'Mailed\.'
    }

    It 'says in the subject that an event ended, and sends other traps on request' {
        $subjects = [System.Collections.Concurrent.ConcurrentQueue[string]]::new()
        $send = { param($Subject) $subjects.Enqueue($Subject) }.GetNewClosure()
        # The community is text where the runbook is started with -File.
        $run = Start-Runbook @{ Count = 2; Severity = 'Unknown'; Community = 'public'; Send = $send }
        $end = Complete-Runbook $run $packets[0, 7]
        $end.Code | Should -Be 0 -Because $end.Log
        $subjects | Should -Be 'rack1-bmc7: General Chassis Intrusion (ended) [Information]', 'rack1-bmc7: Not a platform event trap: 1.3.6.1.4.1.674.10892.5.0.1 [Unknown]'
        $end.Log | Should -Match '674\.10892\.5\.0\.1; .* = RAC1195'
    }

    It 'runs a script of its folder, and says at once that a script does not exist' {
        Set-Content "$TestDrive/sent.ps1" 'param($Subject, $Text, $Alert) Set-Content "$PSScriptRoot/sent.txt" $Subject'
        $run = Start-Runbook @{ Count = 1; Send = 'sent.ps1' }
        (Complete-Runbook $run $packets[3]).Code | Should -Be 0
        Get-Content "$TestDrive/sent.txt" | Should -BeLike 'rack1-bmc7: *'
        $end = Complete-Runbook (Start-Runbook @{ Send = 'none.ps1' }) @()
        $end.Code | Should -Be 2
        $end.Log | Should -BeLike '*Not done: *none.ps1*'
    }

    It 'receives and sends also where the log cannot be written' {
        $subjects = [System.Collections.Concurrent.ConcurrentQueue[string]]::new()
        $run = Start-Runbook @{ Count = 1; Send = { param($Subject) $subjects.Enqueue($Subject) }.GetNewClosure(); LogPath = "$TestDrive/no/such/folder/x.log" }
        $data = [byte[]]($packets[3] -replace '..', '0x$0 ' -split ' ' -ne '')
        $client = [System.Net.Sockets.UdpClient]::new('127.0.0.1', $run.Port)
        $null = $client.Send($data, $data.Length)
        $client.Dispose()
        Wait-Until { $run.Result.IsCompleted }
        $run.Shell.EndInvoke($run.Result)[-1] | Should -Be 0
        $subjects | Should -HaveCount 1
        "$($run.Shell.Streams.Error)" | Should -BeLike '*x.log*'
    }

    It 'goes on after a mail that cannot be sent, and says so in the log and with the exit code' {
        $dead = (Get-DeadName) -split ':'
        $run = Start-Runbook @{ Count = 2; SmtpServer = $dead[0]; SmtpPort = [int]$dead[1]; From = 'bmc@example.com'; To = 'noc@example.com' }
        $end = Complete-Runbook $run $packets[3, 6]
        $end.Code | Should -Be 1
        @([regex]::Matches($end.Log, 'Not mailed: ')).Count | Should -Be 2
    }

    It 'says that nothing can be received' {
        $socket = [System.Net.Sockets.UdpClient]::new([System.Net.IPEndPoint]::new([System.Net.IPAddress]::Loopback, 0))
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($module, $path, $with) Import-Module $module; & $path @with; $LASTEXITCODE').AddArgument($ModuleUnderTest).AddArgument($runbook).
            AddArgument(@{ Inventory = "$TestDrive/bmcs.csv"; Address = '127.0.0.1'; Port = $socket.Client.LocalEndPoint.Port; LogPath = "$TestDrive/busy.log"; Send = { } })
        $shell.Invoke()[-1] | Should -Be 2
        Get-Content "$TestDrive/busy.log" -Raw | Should -BeLike '*Not done: *another program has it*'
        $socket.Dispose()
    }
}
