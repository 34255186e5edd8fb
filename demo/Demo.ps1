#Requires -Version 5.1
<#
.SYNOPSIS
    A morning with a rack of twenty servers, which are simulated, so that nothing is needed but the module.
.DESCRIPTION
    Starts twenty virtual BMCs, writes an inventory file, and does from it what an administrator does: look which machines run,
    find the one that is not well, read its event log and its inventory, and power-cycle it.
.PARAMETER Module
    The module to show.
#>
[CmdletBinding()]
param([string] $Module = (Join-Path $PSScriptRoot '../out/IpmiPS/IpmiPS.psd1'))

$ErrorActionPreference = 'Stop'
Import-Module $Module

function Write-Step {
    param([string] $Title)
    "`n# $Title"
}

# The rack is gone afterwards; nothing of it is to stay in the user's cache.
$userCache = $env:IPMIPS_CACHE
$env:IPMIPS_CACHE = 'none'
$inventory = Join-Path ([System.IO.Path]::GetTempPath()) "ipmips-demo-$PID.csv"
try {
    Write-Step 'Twenty virtual BMCs, and an inventory file of them'
    $rack = Start-IpmiSimulator -Count 20 -UnhealthyEvery 20
    $rack | Select-Object ComputerName, Port,
        @{ Name = 'UserName'; Expression = { $_.Credential.UserName } },
        @{ Name = 'Password'; Expression = { $_.Credential.GetNetworkCredential().Password } } |
        Export-Csv $inventory -NoTypeInformation
    Get-Content $inventory -TotalCount 3

    Write-Step 'Power: Import-Csv inventory.csv | Get-IpmiPower'
    Import-Csv $inventory | Get-IpmiPower -WarningAction SilentlyContinue | Format-Table

    Write-Step 'Sensors: Import-Csv inventory.csv | Get-IpmiSensor -Unhealthy'
    $unhealthy = @(Import-Csv $inventory | Get-IpmiSensor -Unhealthy -WarningAction SilentlyContinue)
    $unhealthy | Format-Table
    $names = @($unhealthy | ForEach-Object ComputerName | Select-Object -Unique)
    if ($names.Count -ne 1) { throw "One server was to be unhealthy; $($names.Count) are." }

    Write-Step "The unhealthy one is $names. One session for what follows."
    $session = $rack | Where-Object { "$($_.ComputerName):$($_.Port)" -eq $names[0] -or $_.ComputerName -eq $names[0] } | New-IpmiSession
    $session | Format-Table

    Write-Step 'Its event log: Get-IpmiSel -Session $session -Newest 5'
    Get-IpmiSel -Session $session -Newest 5 | Format-Table

    Write-Step 'Its inventory: Get-IpmiFru -Session $session'
    Get-IpmiFru -Session $session | Format-Table

    Write-Step 'A power cycle that is verified: Invoke-IpmiPower -Session $session -Action Cycle'
    $result = Invoke-IpmiPower -Session $session -Action Cycle -Wait
    $result | Format-Table
    Remove-IpmiSession $session
    if (-not $result.Verified) { throw 'The power cycle was not verified.' }
}
finally {
    Stop-IpmiSimulator
    Remove-Item $inventory -ErrorAction Ignore
    $env:IPMIPS_CACHE = $userCache
}
