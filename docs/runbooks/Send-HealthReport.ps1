#Requires -Version 5.1
#Requires -Modules IpmiPS

<#
.SYNOPSIS
    Tests the health of all servers, writes a report, and hands it to a mailer.
.DESCRIPTION
    One verdict for each server, as Test-IpmiHealth returns it: chassis, sensors, power supplies, events since the last run, and firmware if there is a
    baseline. The report is an HTML page; the subject and the text of a mail are made from it. The runbook sends nothing itself: -Send is a script block, or
    the path of a script, with the parameters Subject, Text and HtmlPath.

    It asks nothing, writes a log, and ends with the exit code of the worst verdict: 0 Ok, 1 Warning, 2 Critical, 3 Unknown or not done.
.PARAMETER Inventory
    A CSV file with the BMCs: ComputerName, and the other columns that IpmiPS knows.
.PARAMETER Credential
    The account for all BMCs whose row has none. It needs the privilege User.
.PARAMETER CredentialPath
    The same from a file of Export-Clixml, made by the user that runs the task.
.PARAMETER ReportPath
    The HTML page. It replaces the one of the last run.
.PARAMETER Bookmark
    The file that keeps which events were reported.
.PARAMETER FirmwareBaseline
    A data file with the required firmware; see Test-IpmiHealth.
.PARAMETER RulePath
    A data file with the severities of events; see Get-IpmiSel.
.PARAMETER Send
    What sends the report.
.PARAMETER Always
    Sends the report even if all servers are Ok.
.PARAMETER LogPath
    The log; lines are added.
.EXAMPLE
    ./Send-HealthReport.ps1 -Inventory bmcs.csv -CredentialPath monitor.xml -Send ./mail.ps1

    mail.ps1 sends with whatever the site has, for example: param($Subject, $Text, $HtmlPath) Send-MailKitMessage ...
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Inventory,
    [pscredential] $Credential,
    [string] $CredentialPath,
    [string] $ReportPath = 'health.html',
    [string] $Bookmark = 'health-bookmarks.csv',
    [string] $FirmwareBaseline,
    [string] $RulePath,
    [object] $Send,
    [switch] $Always,
    [string] $LogPath = 'health.log'
)

$ErrorActionPreference = 'Stop'

function Write-Log {
    param([string] $Text)
    $line = "$(Get-Date -Format 'yyyy-MM-dd HH:mm:ss') $Text"
    Add-Content -LiteralPath $LogPath -Value $line -Encoding UTF8
    $line
}

try {
    # PowerShell runs no script of this folder by its name alone.
    if ($Send -is [string] -and (Test-Path -LiteralPath $Send -PathType Leaf)) { $Send = Convert-Path -LiteralPath $Send }
    $with = @{ Bookmark = $Bookmark }
    if ($CredentialPath) { $Credential = Import-Clixml -LiteralPath $CredentialPath }
    if ($Credential) { $with.Credential = $Credential }
    if ($FirmwareBaseline) { $with.FirmwareBaseline = $FirmwareBaseline }
    if ($RulePath) { $with.RulePath = $RulePath }

    # A row that cannot be used is an error and has no verdict, so it counts as not done.
    $verdicts = @(Import-Csv -LiteralPath $Inventory | Test-IpmiHealth @with -ErrorAction SilentlyContinue -ErrorVariable failed)
    $bad = @($verdicts | Where-Object Health -NE Ok | Sort-Object ExitCode -Descending)
    $code = if ($verdicts.ExitCode -contains 2) { 2 } elseif ($verdicts.ExitCode -contains 1) { 1 } elseif ($bad.Count -or $failed -or -not $verdicts) { 3 } else { 0 }

    $subject = 'IPMI {0}: {1} of {2} servers need attention' -f ('OK', 'WARNING', 'CRITICAL', 'UNKNOWN')[$code], ($bad.Count + @($failed).Count), ($verdicts.Count + @($failed).Count)
    $lines = @($bad | ForEach-Object { "$($_.ComputerName) [$($_.Health)]"; $_.Reasons | ForEach-Object { "  $($_.Severity): $($_.Text)" } }) + @($failed | ForEach-Object { "$($_.TargetObject): $_" })
    $table = $verdicts | Sort-Object { $_.Health -eq 'Ok' }, { - $_.ExitCode }, ComputerName |
        Select-Object ComputerName, Health, ReasonText, PowerState, Manufacturer, FirmwareVersion, EventCount
    $style = '<style>body{font-family:sans-serif}td,th{text-align:left;vertical-align:top;padding:.2em .8em;border-bottom:1px solid #ccc}</style>'
    $about = "<h1>$subject</h1><p>$(Get-Date -Format 'yyyy-MM-dd HH:mm zzz')</p>" + -join @($failed | ForEach-Object { "<p>$([System.Net.WebUtility]::HtmlEncode("$($_.TargetObject): $_"))</p>" })
    $table | ConvertTo-Html -Head $style -Title $subject -PreContent $about | Set-Content -LiteralPath $ReportPath -Encoding UTF8

    Write-Log $subject
    $lines | ForEach-Object { Write-Log $_ }
    if ($Send -and ($Always -or $code -ne 0)) {
        & $Send -Subject $subject -Text ($lines -join [Environment]::NewLine) -HtmlPath (Resolve-Path -LiteralPath $ReportPath).Path
        Write-Log 'The report was handed over.'
    }
}
catch {
    Write-Log "Not done: $_"
    $code = 3
}

exit $code
