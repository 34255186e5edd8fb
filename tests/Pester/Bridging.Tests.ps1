# Controllers behind the BMC: -TargetAddress, -TargetChannel, -TransitAddress, -TransitChannel.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support.ps1')
    $script:sim = Start-IpmiSimulator -Profile blade
}

AfterAll { Stop-IpmiSimulator }

Describe 'Controllers behind the BMC' {
    It 'Are asked through the BMC, and results lead the next cmdlet to the same one' {
        $device = $sim | Get-IpmiDevice -TargetAddress 0x84
        $device.FirmwareVersion | Should -Be '2.03'
        $device.TargetAddress, $device.TargetChannel | Should -Be 0x84, 0
        ($device | Get-IpmiSensor -Credential $sim.Credential).Name | Should -Be 'Mezz Temp', 'Mezz Link'
    }

    It 'Are reached through another one' {
        $device = $sim | Get-IpmiDevice -TargetAddress 0x84 -TransitAddress 0x2C
        $device.FirmwareVersion, $device.TransitAddress, $device.TransitChannel | Should -Be '2.03', 0x2C, 0
    }

    It 'Come from a table, also in hexadecimal' {
        $rows = '0x20', '0x2C', '132' | ForEach-Object { [pscustomobject]@{ ComputerName = "$($sim.ComputerName):$($sim.Port)"; TargetAddress = $_ } }
        ($rows | Get-IpmiDevice -Credential $sim.Credential).FirmwareVersion | Sort-Object | Should -Be (@(
            $sim | Get-IpmiDevice
            $sim | Get-IpmiDevice -TargetAddress 0x2C
            $sim | Get-IpmiDevice -TargetAddress 0x84).FirmwareVersion | Sort-Object)
    }

    It 'That are not there are an error' {
        { $sim | Get-IpmiDevice -TargetAddress 0x86 -ErrorAction Stop } | Should -Throw -ErrorId 'IpmiCommandFailed*'
    }

    It 'Are named by a question' {
        Get-WhatIf { $sim | Invoke-IpmiCommand -NetFn App -Command 2 -TargetAddress 0x2C -TransitAddress 0x84 @args } | Should -BeLike '*controller 2Ch on channel 0, behind 84h on channel 0*'
    }
}
