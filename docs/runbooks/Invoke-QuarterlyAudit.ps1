#Requires -Version 5.1
#Requires -Modules IpmiPS

<#
.SYNOPSIS
    Audits the security of all BMCs, and says what has changed since the last audit.
.DESCRIPTION
    Runs Test-IpmiSecurity, which only reads. Each audit has a folder with the date as its name: audit.html, the report for people, and findings.csv, one line for each
    finding. The findings are compared with those of the last audit: what is new, and what is gone.

    It asks nothing, writes a log, and ends with 0 if no finding is at or above -Severity, 1 if there is one, and 2 if a BMC could not be audited.
.PARAMETER Inventory
    A CSV file with the BMCs: ComputerName, and the other columns that IpmiPS knows.
.PARAMETER Credential
    The account for all BMCs whose row has none. It needs the privilege Operator.
.PARAMETER CredentialPath
    The same from a file of Export-Clixml, made by the user that runs the task.
.PARAMETER Folder
    The folder of all audits.
.PARAMETER FirmwareBaseline
    A data file with the oldest acceptable firmware; see Test-IpmiSecurity.
.PARAMETER Severity
    Findings of this severity and above count for the exit code.
.PARAMETER LogPath
    The log; lines are added.
.EXAMPLE
    ./Invoke-QuarterlyAudit.ps1 -Inventory bmcs.csv -CredentialPath auditor.xml -Folder audits
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Inventory,
    [pscredential] $Credential,
    [string] $CredentialPath,
    [string] $Folder = 'audits',
    [string] $FirmwareBaseline,
    [ValidateSet('Information', 'Low', 'Medium', 'High', 'Critical')] [string] $Severity = 'High',
    [string] $LogPath = 'audit.log'
)

$ErrorActionPreference = 'Stop'

function Write-Log {
    param([string] $Text)
    $line = "$(Get-Date -Format 'yyyy-MM-dd HH:mm:ss') $Text"
    Add-Content -LiteralPath $LogPath -Value $line -Encoding UTF8
    $line
}

try {
    $with = @{ Confirm = $false }
    if ($CredentialPath) { $Credential = Import-Clixml -LiteralPath $CredentialPath }
    if ($Credential) { $with.Credential = $Credential }
    if ($FirmwareBaseline) { $with.FirmwareBaseline = $FirmwareBaseline }

    $null = New-Item -ItemType Directory -Path $Folder -Force
    $before = Get-ChildItem -Path (Join-Path $Folder '*/findings.csv') | Sort-Object { $_.Directory.Name } | Select-Object -Last 1
    $old = @(if ($before) { Import-Csv -LiteralPath $before.FullName })
    $new = (New-Item -ItemType Directory -Path (Join-Path $Folder (Get-Date -Format 'yyyy-MM-dd-HHmmss')) -Force).FullName

    $all = @(Import-Csv -LiteralPath $Inventory | Test-IpmiSecurity @with -Report (Join-Path $new 'audit.html') -ErrorAction SilentlyContinue -ErrorVariable failed)
    $found = @($all | Where-Object Status -EQ Failed)
    $found | Select-Object ComputerName, Id, Severity, Title, Evidence, Remedy | Export-Csv -LiteralPath (Join-Path $new 'findings.csv') -NoTypeInformation -Encoding UTF8

    $known = [System.Collections.Generic.HashSet[string]]::new([string[]]@($old | ForEach-Object { "$($_.ComputerName) $($_.Id)" }))
    $present = [System.Collections.Generic.HashSet[string]]::new([string[]]@($found | ForEach-Object { "$($_.ComputerName) $($_.Id)" }))
    $serious = @($found | Where-Object Severity -GE $Severity)
    Write-Log "$($found.Count) findings, $($serious.Count) of them $Severity or worse; $(@($all | Where-Object Status -EQ NotChecked).Count) checks could not be made. Report: $new"
    if ($before) {
        $found | Where-Object { -not $known.Contains("$($_.ComputerName) $($_.Id)") } | ForEach-Object { Write-Log "New: $($_.ComputerName) $($_.Severity) $($_.Id)" }
        $old | Where-Object { -not $present.Contains("$($_.ComputerName) $($_.Id)") } | ForEach-Object { Write-Log "Gone: $($_.ComputerName) $($_.Severity) $($_.Id)" }
    }
    $failed | ForEach-Object { Write-Log "Not audited: $($_.TargetObject): $_" }
    $code = if ($failed) { 2 } elseif ($serious) { 1 } else { 0 }
}
catch {
    Write-Log "Not done: $_"
    $code = 2
}

exit $code
