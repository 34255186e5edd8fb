#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Power, temperatures, asset tags, DCMI and fans, as PowerShell has them. What is read and sent is tested in IpmiPS.Core.Tests.

BeforeAll { . "$PSScriptRoot/Support.ps1" }

AfterAll { Stop-IpmiSimulator }

Describe 'Set-IpmiPowerLimit by Node Manager' {
    It 'sets a limit of Node Manager where there is no DCMI' {
        $sim = Start-IpmiSimulator -Profile intel-node-manager
        $update = $sim | Set-IpmiPowerLimit -Watts 300
        $update.Source, $update.Watts, $update.State, $update.Verified | Should -Be @('NodeManager', 300, 'Active', $true)
        ($sim | Set-IpmiPowerLimit -State Inactive).State | Should -Be 'Inactive'
        ($sim | Get-IpmiPowerLimit).Notes -join ' ' | Should -BeLike '*policy 0 is disabled*'
    }
}

Describe 'Get-IpmiPowerUsage' {
    It 'has figures that can be compared, and the source' {
        $usage = Start-IpmiSimulator -Count 3 | Get-IpmiPowerUsage
        @($usage | Where-Object Watts -GT 100).Count | Should -Be 3
        $usage.Source | Should -Be @('Dcmi', 'Dcmi', 'Dcmi')
    }

    It 'has null, and never 0, where nothing is known' {
        $usage = Start-IpmiSimulator -Profile plain | Get-IpmiPowerUsage
        $null -eq $usage.Watts | Should -BeTrue
        $usage.Source | Should -Be 'Unknown'
        @($usage.Notes).Count | Should -Be 3
    }

    It 'adds up energy with -Watch, and ends after -Count' {
        $usage = @(Start-IpmiSimulator | Get-IpmiPowerUsage -Watch -Count 3 -IntervalSeconds 0.1)
        $usage.Count | Should -Be 3
        $usage[0].EnergyWattHours | Should -BeNullOrEmpty
        $usage[2].EnergyWattHours | Should -BeGreaterThan $usage[1].EnergyWattHours
        $usage[2].EnergyTime.TotalSeconds | Should -BeGreaterThan 0.1
    }

    It 'is an error where the named source has nothing' {
        $null = Start-IpmiSimulator -Profile plain | Get-IpmiPowerUsage -Source NodeManager -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0] | Get-Id | Should -Be 'IpmiCommandNotSupported'
        { Start-IpmiSimulator | Get-IpmiPowerUsage -Source Sensor -Period 00:15 } | Should -Throw '*DCMI*'
    }
}

Describe 'Set-IpmiPowerLimit' {
    BeforeEach { $sim = Start-IpmiSimulator }

    It 'takes what Get-IpmiPowerLimit returned, also from a CSV file' {
        $null = $sim | Set-IpmiPowerLimit -Watts 180 -ExceptionAction LogOnly
        $sim | Get-IpmiPowerLimit | Export-Csv "$TestDrive/limit.csv" -NoTypeInformation
        $null = $sim | Set-IpmiPowerLimit -Watts 220 -State Inactive
        $result = Import-Csv "$TestDrive/limit.csv" | Set-IpmiPowerLimit -Credential $sim.Credential
        $result.Watts, $result.State, $result.ExceptionAction, $result.Changed, $result.Verified | Should -Be 180, 'Active', 'LogOnly', $true, $true
        ($sim | Get-IpmiPowerLimit | Set-IpmiPowerLimit -Credential $sim.Credential).Changed | Should -BeFalse
    }

    It 'shows old and new with -WhatIf and changes nothing' {
        Get-WhatIf { $sim | Set-IpmiPowerLimit -Watts 200 -ExceptionAction PowerOff @args } | Should -BeLike 'What if: *limit (none) -> 200 W, corrected within 1000 ms, sampled over 1 s, action PowerOff, state Inactive -> Active*'
        ($sim | Get-IpmiPowerLimit).State | Should -Be 'Inactive'
    }

    It 'asks before a limit that may power the server off, and for no other' {
        $null = $sim | Set-IpmiPowerLimit -Watts 200 -ExceptionAction LogOnly
        $log = Invoke-Apart "`$c = [pscredential]::new('admin', (ConvertTo-SecureString simulated -AsPlainText -Force)); try { Set-IpmiPowerLimit $($sim | Get-Name) 201 -ExceptionAction PowerOff -Credential `$c } catch { }; (Get-IpmiPowerLimit $($sim | Get-Name) -Credential `$c).Watts; (Set-IpmiPowerLimit $($sim | Get-Name) 202 -ExceptionAction PowerOff -Credential `$c -Confirm:`$false).Watts; (Set-IpmiPowerLimit $($sim | Get-Name) 203 -Credential `$c -Force).Watts"
        $log | Should -Be '200', '202', '203'
    }
}

Describe 'Set-IpmiAssetTag' {
    BeforeAll { $sim = Start-IpmiSimulator }

    It 'writes long texts and other alphabets, and clears' {
        $result = $sim | Set-IpmiAssetTag -AssetTag "Rack 7, $([char]0x03A9), row 12" -ControllerIdentifier ('server-' + 'x' * 40)
        $result.AssetTag, $result.Verified | Should -Be "Rack 7, $([char]0x03A9), row 12", $true
        $result.ControllerIdentifier | Should -Be ('server-' + 'x' * 40)
        ($sim | Get-IpmiAssetTag | Set-IpmiAssetTag -Credential $sim.Credential).Changed | Should -BeFalse
        ($sim | Set-IpmiAssetTag -Clear).AssetTag | Should -Be ''
    }

    It 'says with -WhatIf what it would do' {
        $null = $sim | Set-IpmiAssetTag -AssetTag A
        Get-WhatIf { $sim | Set-IpmiAssetTag -AssetTag B @args } | Should -BeLike "What if: *asset tag 'A' -> 'B'*"
        ($sim | Get-IpmiAssetTag).AssetTag | Should -Be 'A'
    }
}

Describe 'Set-IpmiDcmiConfiguration' {
    It 'sets, reads back, and takes what Get-IpmiDcmiConfiguration returned' {
        $sim = Start-IpmiSimulator
        Get-WhatIf { $sim | Set-IpmiDcmiConfiguration -DhcpDiscovery HostName, VendorClass -InletLimitCelsius 40 @args } | Should -BeLike 'What if: *inlet limit 45*-> 40*DHCP discovery None -> HostName, VendorClass*'
        $result = $sim | Set-IpmiDcmiConfiguration -DhcpDiscovery HostName, VendorClass -InletLimitCelsius 40
        $result.DhcpDiscovery, $result.InletLimitCelsius, $result.Verified | Should -Be 'HostName, VendorClass', 40, $true
        ($sim | Get-IpmiDcmiConfiguration | Set-IpmiDcmiConfiguration -Credential $sim.Credential).Changed | Should -BeFalse
        ($sim | Set-IpmiDcmiConfiguration -ActivateDhcp -Confirm:$false).Changed | Should -BeTrue
    }
}

Describe 'Set-IpmiFan' {
    It 'sets a duty and leaves the fans to the BMC: <_>' -ForEach 'dell-r720', 'supermicro-x12' {
        $sim = Start-IpmiSimulator -Profile $_
        $before = ($sim | Get-IpmiFan)[0].Value
        Get-WhatIf { $sim | Set-IpmiFan -Percent 80 @args } | Should -BeLike 'What if: *Set the fans: fans * -> 80 %*'
        $result = $sim | Set-IpmiFan -Percent 80 -Confirm:$false
        $result.Automatic, $result.Percent | Should -Be $false, 80
        ($sim | Get-IpmiFan)[0].Value | Should -BeGreaterThan $before
        ($sim | Set-IpmiFan -Automatic).Automatic | Should -BeTrue
        ($sim | Get-IpmiFan)[0].Value | Should -Be $before
    }

    It 'holds a duty for a time and leaves the fans to the BMC' {
        $sim = Start-IpmiSimulator -Profile supermicro-x12
        $result = $sim | Set-IpmiFan -Percent 30 -For 00:00:00.2 -Force
        $result.Automatic, $result.Percent, $result.EndedBy | Should -Be $true, 30, $null
        ($sim | Get-IpmiFan)[0].Automatic | Should -BeTrue
    }

    It 'leaves them to the BMC when the pipeline is stopped' {
        $sim = Start-IpmiSimulator -Profile supermicro-x12
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$ModuleUnderTest'; `$args[0] | Set-IpmiFan -Percent 30 -For 01:00:00 -Force").AddArgument(([pscustomobject]@{ ComputerName = $sim | Get-Name; Credential = $sim.Credential }))
        $run = $shell.BeginInvoke()
        Wait-Until { ($sim | Get-IpmiFan)[0].Automatic -eq $false }
        $shell.Stop()
        $null = $run
        $shell.Dispose()
        Wait-Until { ($sim | Get-IpmiFan)[0].Automatic }
    }

    It 'sends nothing to other makers, and nothing without a question' {
        $sim = Start-IpmiSimulator
        $null = $sim | Set-IpmiFan -Percent 80 -Force -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0] | Get-Id | Should -Be 'IpmiCommandNotSupported'
        $sim.CommandCounts.Keys | Where-Object { "$_" -like '30h*' } | Should -BeNullOrEmpty
        { $sim | Set-IpmiFan -Percent 80 -Automatic -For 00:01 } | Should -Throw '*exclude each other*'
    }
}

Describe 'Invoke-IpmiCommand with a body' {
    It 'puts the number before the data and takes it from the response' {
        $sim = Start-IpmiSimulator -Profile intel-node-manager
        ($sim | Invoke-IpmiCommand -NetFn OemGroup -Iana 343 -Command 0xCA -TargetAddress 0x2C -TargetChannel 6).Hex | Should -Be '05 03 01 04 01'
        (Start-IpmiSimulator | Invoke-IpmiCommand -NetFn GroupExtension -BodyCode 0xDC -Command 1 -Data 1).Hex | Should -Be '01 05 02 00 01 07'
        { $sim | Invoke-IpmiCommand -NetFn App -Iana 343 -Command 1 } | Should -Throw '*OemGroup*'
    }
}
