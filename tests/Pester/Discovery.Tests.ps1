#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# What only PowerShell can show of the search and the inventory. The rest is in tests/IpmiPS.Core.Tests/Discovery and Assets.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $sims = @(Start-IpmiSimulator -Count 3 -Address 127.77.3.5 -Port 6239 -OnePort)
}

AfterAll { Stop-IpmiSimulator }

Describe 'Find-IpmiDevice' {
    It 'finds the BMCs of a network, and its rows lead every other cmdlet to them, also from a CSV file' {
        $found = @(Find-IpmiDevice 127.77.3.0/28 -Port 6239 | Sort-Object IPAddress)
        $found.IPAddress | Should -Be '127.77.3.5', '127.77.3.6', '127.77.3.7'
        $found[0] | Should -BeOfType ([IpmiPS.FoundDevice])
        $found | Export-Csv "$TestDrive/found.csv" -NoTypeInformation
        Get-Content "$TestDrive/found.csv" -Raw | Should -Not -Match 'System\.'
        (Import-Csv "$TestDrive/found.csv" | Get-IpmiPower -Credential $sims[0].Credential).State | Should -Be 'On', 'On', 'On'
        ($found | Get-IpmiPower -Credential $sims[0].Credential).State | Should -Be 'On', 'On', 'On'
    }

    It 'takes names, host ranges without quotes, objects and sessions' {
        (Find-IpmiDevice 127.77.3.[5-6,7] -Port 6239 -TimeoutSeconds 20).Count | Should -Be 3
        ($sims[0] | Find-IpmiDevice).ComputerName | Should -Be '127.77.3.5'
        $session = $sims[0] | New-IpmiSession
        ($session | Find-IpmiDevice).Port | Should -Be 6239
        $session | Remove-IpmiSession
    }

    It 'goes on after what it cannot use' {
        $found = @('10.0.0.0/7', '', [pscustomobject]@{ Rack = 1 }, '127.77.3.5:6239', 'no-such-host.invalid' | Find-IpmiDevice -ErrorVariable failed -ErrorAction SilentlyContinue)
        $found.IPAddress | Should -Be '127.77.3.5'
        $failed | Get-Id | Sort-Object -Unique | Should -Be 'IpmiInvalidParameter', 'IpmiNameResolution'
        $failed.Count | Should -Be 4
        "$($failed[0].TargetObject)", "$($failed[0].Exception.Message)" | Should -Match '10\.0\.0\.0/7'
    }

    It 'writes a device while the search of others goes on, and ends when the pipeline has enough' {
        $first = '127.77.3.5:6239', '127.77.4.0/24' | Find-IpmiDevice -PacketsPerSecond 10 -TimeoutSeconds 60 | Select-Object -First 1
        $first.IPAddress | Should -Be '127.77.3.5'
    }
}

Describe 'Get-IpmiInventory' {
    It 'gives a row for each server that a CSV file keeps' {
        $servers = @($sims | Get-IpmiInventory | Sort-Object ComputerName)
        $servers.Count | Should -Be 3
        $servers.SerialNumber | Sort-Object -Unique | Should -HaveCount 3
        $csv = $servers | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv
        $csv.MacAddress | Should -Be $servers.MacAddress
        $csv.SerialNumberSource | Should -Be 'Product', 'Product', 'Product'
        "$($csv.PSObject.Properties.Value)" | Should -Not -Match 'System\.'
    }

    It 'gives an account with User all but the addresses' {
        $user = [pscredential]::new('user', (ConvertTo-SecureString 'user' -AsPlainText -Force))
        $server = Get-IpmiInventory 127.77.3.5:6239 -Credential $user
        $server.SerialNumber | Should -Not -BeNullOrEmpty
        $server.IPv4Address | Should -BeNullOrEmpty
        $server.Notes | Should -Match 'IPv4Address.*Operator'
    }
}
