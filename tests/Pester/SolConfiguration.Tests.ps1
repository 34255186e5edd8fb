#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# How serial over LAN and the serial port are set up, and consoles that are closed for others.

BeforeAll { . "$PSScriptRoot/Support.ps1" }

AfterAll { Stop-IpmiSimulator }

Describe 'Get-IpmiSolConfiguration and Set-IpmiSolConfiguration' {
    BeforeEach { $sim = Start-IpmiSimulator }

    It 'set, read back and say what changed' {
        $result = $sim | Set-IpmiSolConfiguration -Enabled $false -Privilege Administrator -BitRate 57600 -AccumulateInterval 100
        $result.Changed, $result.Verified, $result.Enabled, $result.BitRate | Should -Be $true, $true, $false, 'Bps57600'
        $result.Changes | Should -Contain 'Privilege User -> Administrator'
        $sol = $sim | Get-IpmiSolConfiguration
        $sol.Channel, $sol.Enabled, $sol.Privilege, $sol.AccumulateInterval, $sol.Notes.Count | Should -Be 1, $false, 'Administrator', 100, 0
    }

    It 'show old and new with -WhatIf, and change nothing' {
        Get-WhatIf { $sim | Set-IpmiSolConfiguration -ForceEncryption $true -PacketRetryCount 3 @args } |
            Should -Be ('What if: Performing the operation "Set the SOL configuration: ForceEncryption False -> True, PacketRetryCount 7 -> 3" on target "{0}".' -f ($sim | Get-Name))
        [long] $sim.CommandCounts['0Ch/21h'] | Should -Be 0
    }

    It 'go together, also through a CSV file' {
        $sim | Get-IpmiSolConfiguration | Export-Csv "$TestDrive/sol.csv" -NoTypeInformation
        $null = $sim | Set-IpmiSolConfiguration -VolatileBitRate 9600 -PacketRetryInterval 100
        $result = Import-Csv "$TestDrive/sol.csv" | Select-Object * -ExcludeProperty PayloadPort | Set-IpmiSolConfiguration -Credential $sim.Credential
        $result.VolatileBitRate, $result.PacketRetryInterval | Should -Be 'Bps115200', 500
        ($sim | Get-IpmiSolConfiguration | Set-IpmiSolConfiguration -Credential $sim.Credential).Changed | Should -BeFalse
    }

    It 'refuse a bit rate that there is not' {
        { $sim | Set-IpmiSolConfiguration -BitRate 1200 -ErrorAction Stop } | Should -Throw '*BitRate*9600*'
    }
}

Describe 'Stop-IpmiSol' {
    It 'closes the console of whoever has it, and says with -WhatIf what it would do' {
        $sim = Start-IpmiSimulator
        Get-WhatIf { $sim | Stop-IpmiSol @args } | Should -BeLike 'What if: *"Send Deactivate Payload: close every serial console that is open, also that of another session"*'
        $result = $sim | Stop-IpmiSol -Force
        $result.Instance, $result.Changed, $result.Verified | Should -Be 1, $false, $true
    }
}

Describe 'Get-IpmiSerialConfiguration and Set-IpmiSerialConfiguration' {
    BeforeAll { $sim = Start-IpmiSimulator -SerialChannel }

    It 'set, read back and go together' {
        $result = $sim | Set-IpmiSerialConfiguration -BitRate 19200 -ConnectionModes Terminal -PortSharing $false -Mux RequestBmc
        $result.Changed, $result.Verified, $result.MuxOwner | Should -Be $true, $true, 'Bmc'
        $port = $sim | Get-IpmiSerialConfiguration
        $port.Channel, $port.BitRate, $port.ConnectionModes, $port.PortSharing | Should -Be 2, 'Bps19200', 'Terminal', $false
        ($port | Set-IpmiSerialConfiguration -Credential $sim.Credential).Changed | Should -BeFalse
    }

    It 'show old and new with -WhatIf' {
        Get-WhatIf { $sim | Set-IpmiSerialConfiguration -InactivityTimeout 300 @args } | Should -BeLike 'What if: *"Set the serial configuration: InactivityTimeout 60 s -> 300 s"*'
    }

    It 'read and set parameters as bytes' {
        ($sim | Set-IpmiSerialConfiguration -Parameter 40 -Data '01 61 62').Verified | Should -BeTrue
        $parameter = $sim | Get-IpmiSerialConfiguration -Parameter 40 -SetSelector 1
        $parameter.Name, $parameter.Data.ToString() | Should -Be 'PPP Account User Names', '01 61 62'
    }

    It 'say so where there is no serial port' {
        $null = Start-IpmiSimulator | Get-IpmiSerialConfiguration -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0] | Get-Id | Should -Be 'IpmiCommandNotSupported'
    }
}
