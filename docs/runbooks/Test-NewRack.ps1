#Requires -Version 5.1
#Requires -Modules IpmiPS

<#
.SYNOPSIS
    Finds the BMCs of a new rack, and proves that each is as it has to be before it goes into production.
.DESCRIPTION
    Searches addresses for BMCs, and compares their number with the one that was ordered. Then it logs in to each, audits its security, tests its health and firmware, and reads
    its inventory. The folder has inventory.csv (for the CMDB), bmcs.csv (for the other runbooks), audit.html, and proof.csv: one line for each BMC with what is not
    as wanted. Only reads.

    It asks nothing, writes a log, and ends with 0 if every BMC is as wanted, 1 if there are findings, and 2 if BMCs are missing or could not be tested.
.PARAMETER ComputerName
    Where to look: prefixes, ranges, names, as for Find-IpmiDevice.
.PARAMETER Port
    UDP port.
.PARAMETER ExpectedCount
    The number of BMCs that have to be there.
.PARAMETER Credential
    The account with which the rack was delivered or prepared. It needs the privilege Operator.
.PARAMETER CredentialPath
    The same from a file of Export-Clixml, made by the user that runs the task.
.PARAMETER FirmwareBaseline
    A data file with the wanted firmware; see Test-IpmiHealth.
.PARAMETER PowerSupplyCount
    The number of power supplies that have to work in each server.
.PARAMETER Severity
    Findings of the audit of this severity and above count.
.PARAMETER Folder
    The folder for the results.
.PARAMETER LogPath
    The log; lines are added.
.EXAMPLE
    ./Test-NewRack.ps1 -ComputerName 10.20.7.0/26 -ExpectedCount 40 -CredentialPath delivery.xml -FirmwareBaseline baseline.psd1 -PowerSupplyCount 2 -Folder rack7
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string[]] $ComputerName,
    [ValidateRange(1, 65535)] [int] $Port = 623,
    [Parameter(Mandatory)] [ValidateRange(1, 65535)] [int] $ExpectedCount,
    [pscredential] $Credential,
    [string] $CredentialPath,
    [string] $FirmwareBaseline,
    [ValidateRange(0, 64)] [int] $PowerSupplyCount,
    [ValidateSet('Low', 'Medium', 'High', 'Critical')] [string] $Severity = 'High',
    [string] $Folder = 'new-rack',
    [string] $LogPath = 'new-rack.log'
)

$ErrorActionPreference = 'Stop'

function Write-Log {
    param([string] $Text)
    $line = "$(Get-Date -Format 'yyyy-MM-dd HH:mm:ss') $Text"
    Add-Content -LiteralPath $LogPath -Value $line -Encoding UTF8
    $line
}

try {
    if ($CredentialPath) { $Credential = Import-Clixml -LiteralPath $CredentialPath }
    $with = if ($Credential) { @{ Credential = $Credential } } else { @{} }
    $null = New-Item -ItemType Directory -Path $Folder -Force

    $found = @(Find-IpmiDevice $ComputerName -Port $Port | Where-Object Ipmi)
    $found | Select-Object ComputerName, Port | Export-Csv -LiteralPath (Join-Path $Folder 'bmcs.csv') -NoTypeInformation -Encoding UTF8
    Write-Log "$($found.Count) of $ExpectedCount BMCs were found."
    if (-not $found) { throw 'There is nothing to test.' }

    # A BMC that refuses the log-in is a line of the proof, too.
    $connections = @($found | Test-IpmiConnection @with)
    $able = @($found | Where-Object { "$_" -in @(($connections | Where-Object LogIn).ComputerName) })
    $health = @{ AllowPowerOff = $true }
    if ($FirmwareBaseline) { $health.FirmwareBaseline = $FirmwareBaseline }
    if ($PowerSupplyCount) { $health.PowerSupplyCount = $PowerSupplyCount }
    $verdicts = @($able | Test-IpmiHealth @with @health)
    $audit = @{ Report = Join-Path $Folder 'audit.html'; Confirm = $false }
    if ($FirmwareBaseline) { $audit.FirmwareBaseline = $FirmwareBaseline }
    $findings = @($able | Test-IpmiSecurity @with @audit -ErrorAction SilentlyContinue -ErrorVariable failed | Where-Object { $_.Status -eq 'Failed' -and $_.Severity -ge $Severity })
    $able | Get-IpmiInventory @with -ErrorAction SilentlyContinue -ErrorVariable +failed | Export-Csv -LiteralPath (Join-Path $Folder 'inventory.csv') -NoTypeInformation -Encoding UTF8

    $proof = foreach ($connection in $connections | Sort-Object ComputerName) {
        $name = $connection.ComputerName
        $verdict = $verdicts | Where-Object ComputerName -EQ $name | Select-Object -First 1
        $risks = @($findings | Where-Object ComputerName -EQ $name)
        $errors = @($failed | Where-Object TargetObject -EQ $name)
        [pscustomobject]@{
            ComputerName = $name
            Result       = if (-not $verdict -or $errors) { 'NotTested' } elseif ($verdict.Health -ne 'Ok' -or $risks) { 'Findings' } else { 'AsWanted' }
            Health       = "$($verdict.Health)"
            Reasons      = $verdict.ReasonText
            Security     = $risks.Id -join ', '
            Error        = (@($connection.Reason) + @($errors | ForEach-Object { "$_" }) | Where-Object { $_ }) -join ' '
        }
    }
    $proof | Export-Csv -LiteralPath (Join-Path $Folder 'proof.csv') -NoTypeInformation -Encoding UTF8
    $proof | Where-Object Result -NE 'AsWanted' | ForEach-Object { Write-Log "$($_.ComputerName): $($_.Result). $($_.Reasons) $($_.Security) $($_.Error)" }
    Write-Log "$(@($proof | Where-Object Result -EQ 'AsWanted').Count) of $ExpectedCount BMCs are as wanted."
    $code = if ($found.Count -lt $ExpectedCount -or $proof.Result -contains 'NotTested') { 2 } elseif ($proof.Result -contains 'Findings') { 1 } else { 0 }
}
catch {
    Write-Log "Not done: $_"
    $code = 2
}

exit $code
