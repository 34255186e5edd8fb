#Requires -Version 5.1
#Requires -Modules IpmiPS

<#
.SYNOPSIS
    Reports which settings and which firmware of a fleet are not as they have to be, and keeps all settings under version control.
.DESCRIPTION
    Writes the settings of each BMC to a JSON file, which changes only if a setting has changed: in a folder under git, the difference is the history of the fleet.
    Compares each BMC with a file that has the wanted settings, and its firmware with a baseline. Only reads.

    It asks nothing, writes a log, drift.csv and drift.html, and ends with 0 if there is no difference, 1 if there is one, and 2 if a BMC could not be read.
.PARAMETER Inventory
    A CSV file with the BMCs: ComputerName, and the other columns that IpmiPS knows.
.PARAMETER Credential
    The account for all BMCs whose row has none. It needs the privilege Operator.
.PARAMETER CredentialPath
    The same from a file of Export-Clixml, made by the user that runs the task.
.PARAMETER Folder
    The folder for the settings (in its folder bmc) and the report. If it is a git repository, the changes are committed with -Commit.
.PARAMETER ReferencePath
    The wanted settings: a file of Export-IpmiConfiguration -ExcludeIdentity, from which everything was deleted that may differ.
.PARAMETER FirmwareBaseline
    A data file with the wanted firmware; see Test-IpmiHealth.
.PARAMETER Commit
    Commits the changes to git.
.PARAMETER LogPath
    The log; lines are added.
.EXAMPLE
    ./Export-DriftReport.ps1 -Inventory bmcs.csv -CredentialPath auditor.xml -Folder fleet -ReferencePath golden.json -FirmwareBaseline baseline.psd1 -Commit
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Inventory,
    [pscredential] $Credential,
    [string] $CredentialPath,
    [string] $Folder = 'fleet',
    [string] $ReferencePath,
    [string] $FirmwareBaseline,
    [switch] $Commit,
    [string] $LogPath = 'drift.log'
)

$ErrorActionPreference = 'Stop'

function Write-Log {
    param([string] $Text)
    $line = "$(Get-Date -Format 'yyyy-MM-dd HH:mm:ss') $Text"
    Add-Content -LiteralPath $LogPath -Value $line -Encoding UTF8
    $line
}

try {
    $with = @{}
    if ($CredentialPath) { $Credential = Import-Clixml -LiteralPath $CredentialPath }
    if ($Credential) { $with.Credential = $Credential }
    $null = New-Item -ItemType Directory -Path (Join-Path $Folder 'bmc') -Force
    $rows = @(Import-Csv -LiteralPath $Inventory)

    # One session for each BMC serves all three cmdlets.
    $sessions = @($rows | New-IpmiSession @with -PrivilegeLevel Operator -ErrorAction SilentlyContinue -ErrorVariable failed)
    $exports = @($sessions | Export-IpmiConfiguration -Path (Join-Path $Folder 'bmc') -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable +failed)
    $drift = @(
        if ($ReferencePath -and $sessions) {
            $sessions | Compare-IpmiConfiguration -ReferencePath $ReferencePath -ErrorAction SilentlyContinue -ErrorVariable +failed |
                Select-Object ComputerName, @{ Name = 'Setting'; Expression = { $_.Path } }, @{ Name = 'Wanted'; Expression = { $_.Left } }, @{ Name = 'Present'; Expression = { $_.Right } }, Severity
        }
        if ($FirmwareBaseline -and $sessions) {
            foreach ($verdict in $sessions | Test-IpmiHealth -Include Firmware -FirmwareBaseline $FirmwareBaseline | Where-Object Health -NE Ok) {
                [pscustomobject]@{ ComputerName = $verdict.ComputerName; Setting = 'Firmware'; Wanted = $verdict.ReasonText; Present = $verdict.FirmwareVersion; Severity = $verdict.Health }
            }
        }
    )
    $drift | Export-Csv -LiteralPath (Join-Path $Folder 'drift.csv') -NoTypeInformation -Encoding UTF8
    $title = "$($drift.Count) differences on $(@($drift.ComputerName | Sort-Object -Unique).Count) of $($sessions.Count) BMCs; $(@($exports | Where-Object Changed).Count) have changed since the last run"
    $style = '<style>body{font-family:sans-serif}td,th{text-align:left;vertical-align:top;padding:.2em .8em;border-bottom:1px solid #ccc}</style>'
    $drift | ConvertTo-Html -Head $style -Title $title -PreContent "<h1>$title</h1>" | Set-Content -LiteralPath (Join-Path $Folder 'drift.html') -Encoding UTF8
    Write-Log $title
    $failed | ForEach-Object { Write-Log "Not read: $($_.TargetObject): $_" }
    if ($Commit) {
        git -C $Folder add --all bmc drift.csv
        git -C $Folder diff --cached --quiet
        if ($LASTEXITCODE -ne 0) { git -C $Folder commit --quiet --message $title }
        if ($LASTEXITCODE -ne 0) { throw "git ended with $LASTEXITCODE." }
    }
    $code = if ($failed) { 2 } elseif ($drift) { 1 } else { 0 }
}
catch {
    Write-Log "Not done: $_"
    $code = 2
}
finally {
    if ($sessions) { $sessions | Remove-IpmiSession }
}

exit $code
