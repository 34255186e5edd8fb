#Requires -Version 7.2
<#
.SYNOPSIS
    Makes the pictures of README.md: terminal.svg, the coloured views; report.png, the audit's report; fleet.png and fleet-dark.png, the report of a fleet; dashboard.png.
.DESCRIPTION
    What they show is what the cmdlets of the built module give for virtual BMCs; nothing is drawn by hand. The pictures of pages are taken by
    Chromium, for the fleet with node and the packages of tests/Dashboard (npm ci), and are left unchanged without these.
.PARAMETER Module
    The module.
.PARAMETER Destination
    The folder for the pictures.
.PARAMETER Port
    The first of the ports on which the virtual BMCs listen; they are in the pictures.
#>
[CmdletBinding()]
param(
    [string] $Module = "$PSScriptRoot/../../out/IpmiPS/IpmiPS.psd1",
    [string] $Destination = $PSScriptRoot,
    [int] $Port = 6230
)

$ErrorActionPreference = 'Stop'
Import-Module $Module
$env:IPMIPS_CACHE = 'none'
$PSStyle.OutputRendering = 'Ansi'
$columns = 100

# In English PowerShell breaks lines between words by itself, at the picture's width; else the views do it, at that of the window.
[cultureinfo]::CurrentCulture = 'en-US'

# What stands in the picture, as a user would type it.
$session = @(
    '$bmcs = Start-IpmiSimulator -Count 6 -UnhealthyEvery 3 -Port {0}' -f $Port
    '$bmcs | Get-IpmiPower'
    '$bmcs | Get-IpmiSensor -Unhealthy'
    '$bmcs[2] | Get-IpmiSel -Newest 4'
    '$bmcs | Test-IpmiSecurity -Summary | Select-Object -First 5'
)

# xterm's colours by their SGR numbers, on a dark ground.
$colors = @{
    30 = '#5a6472'; 31 = '#ff7b72'; 32 = '#7ee787'; 33 = '#e3b341'; 34 = '#79c0ff'; 35 = '#d2a8ff'; 36 = '#56d4dd'; 37 = '#e6edf3'
    90 = '#8b949e'; 91 = '#ffa198'; 92 = '#aff5b4'; 93 = '#f2cc60'; 94 = '#a5d6ff'; 95 = '#e2c5ff'; 96 = '#b3f0ff'; 97 = '#ffffff'
}

# One line of a terminal as SVG. Each run of characters of one style is put at its column and made as wide as its columns are, whatever the font.
function ConvertTo-SvgLine {
    param([string] $Line, [double] $Y, [double] $Advance, [double] $Left)
    $column = 0
    $style = ''
    foreach ($part in [regex]::Matches($Line, "`e\[([\d;]*)m|[^`e]+")) {
        if ($part.Groups[1].Success) {
            $numbers = @($part.Groups[1].Value -split ';' | ForEach-Object { [int] "0$_" })
            if ($numbers -contains 0) { $style = '' }
            foreach ($number in $numbers) {
                if ($colors.ContainsKey($number)) { $style += " fill='$($colors[$number])'" }
                if ($number -eq 1) { $style += " font-weight='bold'" }
                if ($number -eq 3) { $style += " font-style='italic'" }
            }
            continue
        }
        foreach ($run in [regex]::Matches($part.Value, '\S+(?: \S+)*')) {
            $x = $Left + ($column + $run.Index) * $Advance
            '<text x="{0:0.##}" y="{1:0.##}" textLength="{2:0.##}"{3}>{4}</text>' -f $x, $Y, ($run.Length * $Advance), $style, [System.Security.SecurityElement]::Escape($run.Value)
        }
        $column += $part.Length
    }
}

function Write-Terminal {
    param([string] $Path, [string[]] $Line)
    $size, $advance, $height, $left, $top = 13, 7.8, 18, 16, 44
    $width = 2 * $left + $columns * $advance
    $all = $top + $Line.Count * $height + 6
    $y = $top
    $svg = @(
        "<svg xmlns='http://www.w3.org/2000/svg' width='$width' height='$all' viewBox='0 0 $width $all' role='img'>"
        '<title>IpmiPS in a terminal</title>'
        "<rect width='$width' height='$all' rx='8' fill='#0d1117'/>"
        foreach ($dot in 0, 1, 2) { "<circle cx='$($left + 5 + 18 * $dot)' cy='18' r='5' fill='#30363d'/>" }
        "<g font-family='ui-monospace, Consolas, Menlo, ""DejaVu Sans Mono"", monospace' font-size='$size' fill='#e6edf3'>"
        foreach ($one in $Line) {
            ConvertTo-SvgLine $one $y $advance $left
            $y += $height
        }
        '</g></svg>'
    )
    [System.IO.File]::WriteAllText($Path, ($svg -join "`n") + "`n")
}

try {
    $lines = foreach ($command in $session) {
        "$($PSStyle.Foreground.BrightBlack)PS> $($PSStyle.Reset)$command"
        # In this scope, so that what one line sets is there for the next.
        $shown = (. ([scriptblock]::Create($command)) | Out-String -Width $columns).Trim("`r", "`n")
        if ($shown) { $shown -split '\r?\n' }
        ''
    }
    Write-Terminal "$Destination/terminal.svg" ($lines | Select-Object -SkipLast 1)

    $chromium = Get-Command chromium, chromium-browser, google-chrome, msedge -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    if (-not $chromium) {
        Write-Warning 'There is no Chromium here: report.png is left as it is.'
        return
    }
    $scratch = (New-Item (Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid())) -ItemType Directory).FullName
    try {
        # A fleet as fleets are: one kept well, and two that are not.
        $key = New-IpmiPassword
        $fleet = @(
            Start-IpmiSimulator -Port ($Port + 10) -Seed 1 -CipherSuite 3, 17 -AuthenticationType @() -BmcKey $key
            Start-IpmiSimulator -Port ($Port + 11) -Seed 2 -CipherSuite 0, 3, 17
            Start-IpmiSimulator -Port ($Port + 12) -Seed 3 -Profile storage-2u
        )
        $null = $fleet | Select-Object ComputerName, Port, Credential, @{ n = 'BmcKey'; e = { if ($_.Port -eq $Port + 10) { $key } } } |
            Test-IpmiSecurity -Summary -Report "$scratch/report.html"
        $arguments = '--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--hide-scrollbars', '--window-size=1000,1060',
        "--user-data-dir=$scratch/profile", "--screenshot=$scratch/report.png", "file:///$("$scratch/report.html".TrimStart('/'))"
        & $chromium.Source @arguments 2>$null
        Move-Item "$scratch/report.png" "$Destination/report.png" -Force

        $pages = "$PSScriptRoot/../../tests/Dashboard"
        if (-not (Get-Command node -CommandType Application -ErrorAction Ignore) -or -not (Test-Path "$pages/node_modules")) {
            Write-Warning 'There is no node, or "npm ci" was not run in tests/Dashboard: the pictures of the fleet are left as they are.'
            return
        }
        # Four racks: two that are warm, one with servers that are off, one with a server that does not respond.
        $racks = @(
            @{ Name = 'Rack A1'; Address = '127.0.11.1'; Count = 19; Profile = 'rack-1u'; UnhealthyEvery = 17; Seed = 11 }
            @{ Name = 'Rack A2'; Address = '127.0.12.1'; Count = 20; Profile = 'rack-1u'; UnhealthyEvery = 0; Seed = 12 }
            @{ Name = 'Rack A3'; Address = '127.0.13.1'; Count = 17; Profile = 'rack-1u'; UnhealthyEvery = 0; Seed = 13 }
            @{ Name = 'Rack B1'; Address = '127.0.14.1'; Count = 12; Profile = 'storage-2u'; UnhealthyEvery = 9; Seed = 14 }
            @{ Name = 'Rack B2'; Address = '127.0.15.1'; Count = 13; Profile = 'storage-2u'; UnhealthyEvery = 0; Seed = 15 }
        )
        $rows = foreach ($rack in $racks) {
            $unit = 1
            foreach ($bmc in Start-IpmiSimulator -Count $rack.Count -Profile $rack.Profile -UnhealthyEvery $rack.UnhealthyEvery -Address $rack.Address -Port ($Port + 20) -OnePort -Seed $rack.Seed) {
                $is2U = $rack.Profile -eq 'storage-2u'
                [pscustomobject]@{ ComputerName = $bmc.ComputerName; Port = $bmc.Port; Credential = $bmc.Credential; Rack = $rack.Name; Unit = if ($is2U) { "$unit-$($unit + 1)" } else { $unit } }
                $unit += if ($is2U) { 3 } else { 2 }
            }
        }
        $rows | Where-Object ComputerName -In '127.0.13.4', '127.0.13.5' | Invoke-IpmiPower -Action Off -Wait | Out-Null
        Get-IpmiSimulator | Where-Object ComputerName -EQ '127.0.12.7' | Stop-IpmiSimulator -Confirm:$false
        $null = $rows | New-IpmiReport -Path "$scratch/fleet.html" -Title 'Berlin, hall 2' -ErrorAction SilentlyContinue
        $fleet = "file:///$("$scratch/fleet.html".TrimStart('/'))"
        node "$pages/picture.mjs" $fleet "$Destination/fleet.png" light 1280x860
        node "$pages/picture.mjs" $fleet "$Destination/fleet-dark.png" dark 1280x860 racks
        $dashboard = $rows | Start-IpmiDashboard -Title 'Berlin, hall 2' -IntervalSeconds 5
        # Until all servers were read.
        Start-Sleep -Seconds 15
        node "$pages/picture.mjs" $dashboard.Url "$Destination/dashboard.png" light 1280x860 servers
        $dashboard | Stop-IpmiDashboard
    }
    finally { Remove-Item $scratch -Recurse -Force }
}
finally { Stop-IpmiSimulator -Confirm:$false }
