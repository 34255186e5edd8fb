#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Boot options in rows, files and questions.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $sim = Start-IpmiSimulator
}

AfterAll { Stop-IpmiSimulator }

Describe 'Get-IpmiBootOption and Set-IpmiBootOption' {
    It 'set, read back and go together, also by CSV' {
        $result = $sim | Set-IpmiBootOption -Device Bios -Uefi $true -LockKeyboard $true -ConsoleRedirection Enable -ValidBitClearing KeepAfterTimeout, KeepOnPef -NotAcknowledgedBy Bios, Sms `
            -InitiatorSession 0xFFEEDDCC -InitiatorTime '2026-01-01 12:00' -MailboxManufacturerId 343 -Mailbox '01 A5'
        $result.Changed, $result.Verified | Should -Be $true, $true
        $boot = $sim | Get-IpmiBootOption
        $boot.Valid, $boot.Device, $boot.Uefi, $boot.ConsoleRedirection, $boot.NotAcknowledgedBy | Should -Be $true, 'Bios', $true, 'Enable', 'Bios, Sms'
        $boot.InitiatorSession, $boot.MailboxManufacturerId, $boot.Mailbox[1] | Should -Be 0xFFEEDDCCL, 343, 0xA5
        ($boot | Set-IpmiBootOption -Credential $sim.Credential).Changed | Should -BeFalse
        $boot | Export-Csv "$TestDrive/boot.csv"
        (Import-Csv "$TestDrive/boot.csv" | Set-IpmiBootOption -Credential $sim.Credential -Port $sim.Port).Changed | Should -BeFalse
        $null = $sim | Set-IpmiBootOption -Device None -LockKeyboard $false -Mailbox (0, 0)
        (Import-Csv "$TestDrive/boot.csv" | Set-IpmiBootOption -Credential $sim.Credential -Port $sim.Port).Changes | Should -Contain 'Device None -> Bios'
    }

    It 'show old and new with -WhatIf' {
        Get-WhatIf { $sim | Set-IpmiBootOption -ServicePartition 5 @args } | Should -BeLike 'What if: *"Set the boot options: ServicePartition 0 -> 5"*'
    }

    It 'do not clear CMOS unless that is intended' {
        Get-WhatIf { $sim | Set-IpmiBootOption -ClearCmos $true @args } | Should -BeLike 'What if: *ClearCmos False -> True*The settings of the BIOS are cleared at the next boot*'
        ($sim | Set-IpmiBootOption -ClearCmos $true -Force).ClearCmos | Should -BeTrue
    }

    It 'read and set options as bytes' {
        ($sim | Set-IpmiBootOption -Parameter 7 -Data '02 61 62').Verified | Should -BeTrue
        $option = $sim | Get-IpmiBootOption -Parameter 7 -SetSelector 2
        $option.Name, $option.Data[0], $option.Data[1] | Should -Be 'boot initiator mailbox', 2, 0x61
    }
}
