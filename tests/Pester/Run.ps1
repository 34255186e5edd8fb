#Requires -Version 5.1
<#
.SYNOPSIS
    Runs the Pester tests, and ends with their counts. ./build.ps1 TestPester calls it in a PowerShell of its own.
.PARAMETER Module
    The folder of the module to test.
.PARAMETER Pester
    The Pester to test with: a module's name or manifest.
#>
[CmdletBinding()]
param(
    [string] $Module = "$PSScriptRoot/../../out/IpmiPS",
    [string] $Pester = 'Pester'
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
if ([Console]::IsOutputRedirected) { $env:NO_COLOR = '1' }    # a log wants no escape sequences
$env:IPMIPS_CACHE = 'none'    # the tests have caches of their own, where they need one
$env:IPMIPS_MODULE = $Module    # Support.ps1
Import-Module $Pester -MinimumVersion 5.0
$options = New-PesterConfiguration
$options.Run.Path = $PSScriptRoot
$options.Run.PassThru = $true
$result = Invoke-Pester -Configuration $options
foreach ($test in $result.Skipped) { "Skipped $($test.ExpandedPath)" }
$failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
"     Passed: $($result.PassedCount)"
"     Failed: $failed"
"    Skipped: $($result.SkippedCount + $result.NotRunCount)"
exit [int]($failed -gt 0)
