#Requires -Version 7.2
<#
.SYNOPSIS
    Measures report and dashboard with many virtual BMCs: time to paint, script of updates, memory of the page and of this process.
.DESCRIPTION
    The virtual BMCs run in a process of their own, so that memory and processor time of this one are those of the dashboard. A server is turned off and on again every few seconds, so that
    there are events. Wants node, Chromium and "npm ci" in this folder. Prints one line each minute.
.PARAMETER Count
    Number of BMCs.
.PARAMETER Minutes
    How long the dashboard is watched.
.PARAMETER IntervalSeconds
    The time from one reading of a server to the next.
.PARAMETER Module
    The module.
#>
[CmdletBinding()]
param(
    [int] $Count = 1000,
    [int] $Minutes = 30,
    [int] $IntervalSeconds = 60,
    [string] $Module = "$PSScriptRoot/../../out/IpmiPS/IpmiPS.psd1"
)

$ErrorActionPreference = 'Stop'
$env:IPMIPS_CACHE = 'none'
Import-Module $Module
$scratch = (New-Item (Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid())) -ItemType Directory).FullName
$simulators = Start-Process ([Environment]::ProcessPath) -PassThru -ArgumentList '-NoProfile', '-NonInteractive', '-Command', @"
Import-Module '$((Resolve-Path $Module).Path)'
`$index = 0
`$bmcs = @(Start-IpmiSimulator -Count $Count -UnhealthyEvery 50)
`$bmcs | Select-Object ComputerName, Port, @{ n = 'UserName'; e = { 'admin' } }, @{ n = 'Password'; e = { 'simulated' } }, @{ n = 'Rack'; e = { 'Rack {0:00}' -f [math]::Floor(`$script:index / 40) } }, @{ n = 'Unit'; e = { `$script:index++ % 40 + 1 } } | Export-Csv '$scratch/new.csv' -NoTypeInformation
Move-Item '$scratch/new.csv' '$scratch/bmcs.csv'
while (Get-Process -Id $PID -ErrorAction Ignore) { `$null = `$bmcs | Get-Random | Invoke-IpmiPower -Action Cycle -ErrorAction Ignore; Start-Sleep -Seconds 5 }
"@
try {
    while (-not (Test-Path "$scratch/bmcs.csv")) { Start-Sleep -Milliseconds 200 }
    $rows = Import-Csv "$scratch/bmcs.csv"
    $time = Measure-Command { $null = $rows | New-IpmiReport -Path "$scratch/report.html" -WarningAction Ignore }
    'report: {0} servers in {1:0.0} s, {2:0.0} MB' -f $rows.Count, $time.TotalSeconds, ((Get-Item "$scratch/report.html").Length / 1e6)
    node "$PSScriptRoot/measure.mjs" "file://$scratch/report.html"

    $dashboard = $rows | Start-IpmiDashboard -IntervalSeconds $IntervalSeconds -WarningAction Ignore
    # All servers are read once.
    Start-Sleep -Seconds ([math]::Max(30, $IntervalSeconds))
    $page = Start-Process node -PassThru -ArgumentList "$PSScriptRoot/measure.mjs", $dashboard.Url, $Minutes -RedirectStandardOutput "$scratch/page.txt"
    $self = Get-Process -Id $PID
    $before = $self.CPU
    for ($minute = 1; -not $page.HasExited; $minute++) {
        $null = $page.WaitForExit(60000)
        $self.Refresh()
        'minute {0}: process {1:0} MB, managed {2:0} MB, processor {3:0.0} % of one core' -f $minute, ($self.WorkingSet64 / 1e6), ([GC]::GetTotalMemory($true) / 1e6), (100 * ($self.CPU - $before) / 60)
        $before = $self.CPU
    }
    Get-Content "$scratch/page.txt"
    $metrics = Measure-Command { $text = (Invoke-WebRequest $dashboard.MetricsUrl -Headers @{ Authorization = "Bearer $($dashboard.MetricsToken)" }).Content }
    'metrics: {0:0.0} MB in {1:0} ms' -f ($text.Length / 1e6), $metrics.TotalMilliseconds
}
finally {
    Stop-IpmiDashboard
    $simulators.Kill()
    Remove-Item $scratch -Recurse -Force
}
