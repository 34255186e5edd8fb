#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Set-IpmiConfiguration on many BMCs, killed at any point: a second run with the journal finishes it, and changes nothing twice.
# IPMIPS_KILLS=50 and IPMIPS_KILL_BMCS=200 make the long test of it, which takes several minutes.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $kills = if ($env:IPMIPS_KILLS) { [int] $env:IPMIPS_KILLS } else { 2 }
    $size = if ($env:IPMIPS_KILL_BMCS) { [int] $env:IPMIPS_KILL_BMCS } else { 12 }

    # Set Power Restore Policy, Set User Access, Set Sensor Thresholds: each changes one setting of the file.
    $once = '00h/06h', '06h/43h', '04h/26h'
}

AfterAll { Stop-IpmiSimulator }

Describe 'Set-IpmiConfiguration that is killed' {
    It 'is finished by a second run with its journal: all as wanted, nothing changed twice' {
        $random = [System.Random]::new(7)
        for ($kill = 1; $kill -le $kills; $kill++) {
            $rack = @(Start-IpmiSimulator -Count $size -Latency 2 -Seed $kill)
            $golden = "$TestDrive/golden-$kill.json"
            $journal = "$TestDrive/config-$kill.journal"
            $null = $rack[0] | Export-IpmiConfiguration -Path $golden -ExcludeIdentity -Section Chassis, Users, Sol, SensorThresholds
            $text = [System.IO.File]::ReadAllText($golden)
            $text = $text -replace '"RestorePolicy": "\w+"', '"RestorePolicy": "AlwaysOff"' -replace '"PacketRetryCount": \d', '"PacketRetryCount": 3' -replace '("Privilege": )"Operator"', '$1"User"'
            $text = $text -replace '(?s)("Inlet Temp": \{.*?"UpperCritical": )[\d.]+', '${1}41'
            [System.IO.File]::WriteAllText($golden, $text)
            @($rack[0] | Compare-IpmiConfiguration -ReferencePath $golden).Count | Should -Be 4
            $run = Start-Apart "`$null = `$rows | Set-IpmiConfiguration -Path '$golden' -Journal '$journal' -Force -WarningAction SilentlyContinue -ThrottleLimit $(@(256, 40, 10)[$kill % 3])" $rack
            # Ten lines for each BMC. Killed at one of them.
            $length = $random.Next(0, 10 * $size) * 130
            $file = [System.IO.FileInfo]::new($journal)
            do { Start-Sleep -Milliseconds 1; $file.Refresh() } until ($run.HasExited -or ($file.Exists -and $file.Length -ge $length))
            if (-not $run.HasExited) { $run.Kill() }
            $run.WaitForExit()
            $because = "kill $kill of seed 7, $(Get-Content "$TestDrive/apart.err" -Raw)"
            $before = @(Get-Content $journal | ForEach-Object { try { $_ | ConvertFrom-Json } catch { $null } })
            $complete = @($before | Where-Object State -EQ 'Complete').Count
            # A request that was repeated because its response was late counts twice; what was set before the second run must not be sent by it.
            $sent = foreach ($one in $rack) { , @(foreach ($command in $once) { [int]$one.CommandCounts[$command] }) }
            $results = @($rack | Set-IpmiConfiguration -Path $golden -Journal $journal -Force -ErrorVariable bad)
            "$bad" | Should -BeNullOrEmpty -Because $because
            $results.Count | Should -Be ($size - $complete) -Because $because
            @($results | Where-Object { -not $_.Verified }).Count | Should -Be 0 -Because $because
            @($rack | Compare-IpmiConfiguration -ReferencePath $golden).Count | Should -Be 0 -Because $because
            for ($i = 0; $i -lt $size; $i++) {
                for ($k = 0; $k -lt $once.Count; $k++) {
                    $now = [int]$rack[$i].CommandCounts[$once[$k]]
                    if ($sent[$i][$k]) { $now | Should -Be $sent[$i][$k] -Because "$($once[$k]), $because" } else { $now | Should -BeGreaterThan 0 -Because "$($once[$k]), $because" }
                }
            }
            if ($env:IPMIPS_KILLS) { Write-Host "kill $kill`: $complete of $size complete, $(@($before | Where-Object State -EQ 'Sent').Count) parts sent before it, $(@($results | Where-Object Changed).Count) BMCs finished after it" }
            $rack | Stop-IpmiSimulator
        }
    }
}
