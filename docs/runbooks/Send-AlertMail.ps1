#Requires -Version 5.1
#Requires -Modules IpmiPS

<#
.SYNOPSIS
    Receives alerts of BMCs, and sends each as a mail; all of them go to a log, and to a syslog server if one is named.
.DESCRIPTION
    Alerts arrive as SNMP traps at UDP port 162, which needs rights (see Receive-IpmiAlert). Each that is serious enough becomes a mail, by an SMTP server or by
    -Send: a script block, or the path of a script, with the parameters Subject, Text and Alert, for a mailer module or a webhook. At most -MailsPerHour mails are
    sent; what comes beyond is in the log, and the next mail says how many alerts were left out. A mail that cannot be sent is in the log, too, and the next
    alert is processed.

    Other traps than alerts of BMCs, such as those of a vendor's own MIB, have the severity Unknown: they are in the log, and mailed with -Severity Unknown only.

    It asks nothing, runs until it is stopped, or for -Count alerts or -TimeoutSeconds, and ends with an exit code: 0 done, 1 a mail or a message could not be
    sent, 2 nothing could be received.
.PARAMETER Inventory
    A CSV file with the BMCs: ComputerName and, if known, IPAddress and SystemGuid, such as that of Find-IpmiDevice. The mails have these names.
.PARAMETER Port
    UDP port.
.PARAMETER Address
    IP addresses of this computer at which alerts are received; default all.
.PARAMETER Community
    Community that alerts must have, as a SecureString or text; default any.
.PARAMETER Severity
    The least severity that is mailed.
.PARAMETER SmtpServer
    Name of the SMTP server.
.PARAMETER SmtpPort
    TCP port of the SMTP server.
.PARAMETER UseTls
    Requires TLS (STARTTLS) and a valid certificate of the SMTP server.
.PARAMETER SmtpCredential
    The account at the SMTP server, if it wants one.
.PARAMETER From
    Sender of the mails.
.PARAMETER To
    Recipients of the mails.
.PARAMETER Send
    What sends instead of the SMTP server.
.PARAMETER MailsPerHour
    The largest number of mails in an hour.
.PARAMETER Syslog
    Parameters of Send-IpmiSyslog, as a hash table with at least Server; all alerts are sent there.
.PARAMETER Count
    Number of alerts after which it ends.
.PARAMETER TimeoutSeconds
    Seconds after which it ends.
.PARAMETER LogPath
    The log; lines are added.
.EXAMPLE
    ./Send-AlertMail.ps1 -Inventory bmcs.csv -SmtpServer mail.example.com -From bmc@example.com -To noc@example.com -Syslog @{ Server = 'siem.example.com'; Transport = 'Tls' }

    Mails what is Warning or worse, and sends everything to a SIEM.
.EXAMPLE
    ./Send-AlertMail.ps1 -Inventory bmcs.csv -Send { param($Subject, $Text) Invoke-RestMethod https://chat.example.com/hook -Method Post -ContentType application/json -Body (@{ text = "$Subject`n$Text" } | ConvertTo-Json) }

    Posts to a webhook instead.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Inventory,
    [int] $Port = 162,
    [string[]] $Address,
    [object] $Community,
    [ValidateSet('Unknown', 'Information', 'Warning', 'Critical', 'NonRecoverable')] [string] $Severity = 'Warning',
    [string] $SmtpServer,
    [int] $SmtpPort = 25,
    [switch] $UseTls,
    [pscredential] $SmtpCredential,
    [string] $From,
    [string[]] $To,
    [object] $Send,
    [int] $MailsPerHour = 60,
    [hashtable] $Syslog,
    [int] $Count,
    [double] $TimeoutSeconds,
    [string] $LogPath = 'alerts.log'
)

$ErrorActionPreference = 'Stop'
$mails = [System.Collections.Generic.Queue[datetime]]::new()
$code = 0
$leftOut = 0

# Nothing is returned: it would become a message of syslog. A full disk does not keep alerts from being sent.
function Write-Log {
    param([string] $Text)
    Add-Content -LiteralPath $LogPath -Value "$(Get-Date -Format 'yyyy-MM-dd HH:mm:ss') $Text" -Encoding UTF8 -ErrorAction Continue
}

function Send-Mail {
    param([string] $Subject, [string] $Text)
    $client = [System.Net.Mail.SmtpClient]::new($SmtpServer, $SmtpPort)
    $message = [System.Net.Mail.MailMessage]::new()
    try {
        $client.EnableSsl = [bool]$UseTls
        if ($SmtpCredential) { $client.Credentials = $SmtpCredential.GetNetworkCredential() }
        $message.From = $From
        foreach ($address in $To) { $message.To.Add($address) }
        $message.Subject = $Subject
        $message.Body = $Text
        $message.SubjectEncoding = $message.BodyEncoding = [System.Text.Encoding]::UTF8
        $client.Send($message)
    }
    finally { $message.Dispose(); $client.Dispose() }
}

# Logs an alert, mails it if it is serious enough, and passes it on.
$process = {
    $alert = $_
    $what = "$($alert.Event)$(if ($alert.Direction -eq 'Deasserted') { ' (ended)' })"
    Write-Log "$($alert.ComputerName) [$($alert.Severity)] $(if ($alert.Sensor) { "$($alert.Sensor): " })$what$(if ($alert.Details) { "; $($alert.Details)" })"
    if ($alert.Severity -ge $Severity) {
        while ($mails.Count -and $mails.Peek() -lt [datetime]::UtcNow.AddHours(-1)) { $null = $mails.Dequeue() }
        if ($mails.Count -ge $MailsPerHour) {
            $script:leftOut++
            Write-Log "Not mailed: there were $MailsPerHour mails within an hour."
        }
        else {
            $subject = "$($alert.ComputerName): $what [$($alert.Severity)]"
            $text = ($alert | Format-List ComputerName, Severity, Sensor, Event, Direction, Details, Entity, Timestamp, Received, Sender, Manufacturer | Out-String -Width 200).Trim()
            if ($leftOut) { $text += "`r`n`r`n$leftOut alerts before this one were not mailed; they are in the log." }
            try {
                $mails.Enqueue([datetime]::UtcNow)
                if ($Send) { $null = & $Send -Subject $subject -Text $text -Alert $alert } else { Send-Mail $subject $text }
                $script:leftOut = 0
                Write-Log 'Mailed.'
            }
            catch {
                $script:code = 1
                Write-Log "Not mailed: $_"
            }
        }
    }
    $alert
}

try {
    if (-not $Send -and -not ($SmtpServer -and $From -and $To)) { throw 'Give -SmtpServer, -From and -To, or -Send.' }
    # PowerShell runs no script of this folder by its name alone. What does not exist is an error now, and not at the first alert.
    if ($Send -is [string]) { $Send = if (Test-Path -LiteralPath $Send -PathType Leaf) { Convert-Path -LiteralPath $Send } else { Get-Command $Send } }
    $with = @{ Port = $Port; Acknowledge = $true }
    if ($Address) { $with.Address = $Address }
    if ($Community) { $with.Community = $Community }
    if ($Count) { $with.Count = $Count }
    if ($TimeoutSeconds) { $with.TimeoutSeconds = $TimeoutSeconds }
    $computers = @(Import-Csv -LiteralPath $Inventory)
    Write-Log "Receiving alerts of $($computers.Count) computers at port $Port."

    # Warnings and errors go to the log.
    $receive = { Receive-IpmiAlert -Inventory $computers @with -ErrorAction Continue 2>&1 3>&1 | ForEach-Object { if ($_ -is [IpmiPS.Alert]) { $_ } else { Write-Log $_ } } | ForEach-Object $process }
    if (-not $Syslog) { & $receive | Out-Null }
    else { & $receive | Send-IpmiSyslog @Syslog -ErrorAction Continue 2>&1 3>&1 | ForEach-Object { Write-Log $_; if ($_ -is [System.Management.Automation.ErrorRecord]) { $script:code = 1 } } }
    Write-Log 'Done.'
}
catch {
    Write-Log "Not done: $_"
    $code = 2
}

exit $code
