#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# FRU devices: fields that are changed, images that are written to files and back. What is written is saved before, and read back.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"

    function Get-WriteCount {
        param($Simulator)
        [long] $Simulator.CommandCounts['0Ah/12h']
    }
}

AfterAll { Stop-IpmiSimulator }

Describe 'Set-IpmiFru' {
    BeforeEach {
        $sim = Start-IpmiSimulator
        $backup = @{ BackupPath = "$TestDrive/backup" }
    }

    It 'sets fields, saves the content before, and says what changed' {
        $result = $sim | Set-IpmiFru -ProductAssetTag 'A tag that is longer than before' -ProductCustom one, two -BoardManufactureDate '2024-02-29 12:34' -ChassisType 'Blade' @backup
        $result.Id, $result.Changed, $result.Verified | Should -Be 0, $true, $true
        $result.Changes[0] | Should -BeLike 'ChassisType * -> Blade'
        (Get-Item $result.BackupPath).Length | Should -Be 1024
        $fru = $sim | Get-IpmiFru -Id 0
        $fru.ProductAssetTag, $fru.ChassisType, ($fru.ProductCustom -join ' ') | Should -Be 'A tag that is longer than before', 'Blade', 'one two'
        $fru.BoardManufactureDate | Should -Be ([DateTimeOffset]::new(2024, 2, 29, 12, 34, 0, [TimeSpan]::Zero))
        $fru.ChecksumValid.All | Should -BeTrue
        ($result.BackupPath | ForEach-Object { Get-IpmiFru -Path $_ }).ProductAssetTag | Should -BeNullOrEmpty
    }

    It 'shows old and new with -WhatIf, and writes nothing' {
        Get-WhatIf { $sim | Set-IpmiFru -ProductAssetTag X1 @backup @args } |
            Should -Be ('What if: Performing the operation "Write FRU device 0: ProductAssetTag (none) -> X1" on target "{0}".' -f ($sim | Get-Name))
        Get-WriteCount $sim | Should -Be 0
    }

    It 'takes what Get-IpmiFru returned, all devices of a BMC, also from a CSV file' {
        $before = @($sim | Get-IpmiFru)
        $before.Count | Should -BeGreaterThan 2
        @($before | Set-IpmiFru -Credential $sim.Credential @backup).Changed | Should -Be (@($false) * $before.Count)
        $before | Export-Csv "$TestDrive/fru.csv" -NoTypeInformation
        $null = $sim | Set-IpmiFru -Id 1 -ProductSerial CHANGED @backup
        $rows = @(Import-Csv "$TestDrive/fru.csv" | Set-IpmiFru -Credential $sim.Credential @backup)
        @($rows | Where-Object Changed).Id | Should -Be 1
        ($sim | Get-IpmiFru -Id 1).ProductSerial | Should -Be ($before | Where-Object Id -EQ 1).ProductSerial
        Get-WriteCount $sim | Should -BeGreaterThan 0
    }

    It 'takes rows with a device each' {
        $rows = 0, 1 | ForEach-Object { [pscustomobject]@{ ComputerName = $sim | Get-Name; Credential = $sim.Credential; Id = $_; ProductAssetTag = "TAG-$_"; ProductName = '' } }
        @($rows | Set-IpmiFru @backup).Changed | Should -Be $true, $true
        ($sim | Get-IpmiFru -Id 0, 1).ProductAssetTag | Should -Be 'TAG-0', 'TAG-1'
    }

    It 'takes the ID of a session or a virtual BMC not for that of a device' {
        $session = $sim | New-IpmiSession
        ($session | Set-IpmiFru -ProductAssetTag S @backup).Id | Should -Be 0
        ($session | Set-IpmiFru -Id 1 -ProductAssetTag S @backup).Id | Should -Be 1
        $session | Remove-IpmiSession
    }

    It 'empties fields by name, and refuses names and rows that say nothing' {
        $null = $sim | Set-IpmiFru -ProductAssetTag T @backup
        ($sim | Set-IpmiFru -Clear ProductAssetTag, ProductCustom @backup).Changes | Should -Be 'ProductAssetTag T -> (none)', 'ProductCustom Rack demo -> (none)'
        $null = $sim | Set-IpmiFru -Clear AssetTag -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0] | Get-Id | Should -Be 'IpmiNotPresent'
        $failed[0].Exception.Message | Should -BeLike "*'ProductAssetTag'*"
        $null = $sim | Set-IpmiFru -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0] | Get-Id | Should -Be 'IpmiInvalidParameter'
        $row = [pscustomobject]@{ ComputerName = $sim | Get-Name; Credential = $sim.Credential; Id = $null; ProductAssetTag = 'x' }
        $null = $row | Set-IpmiFru -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0] | Get-Id | Should -Be 'IpmiNotPresent'
    }
}

Describe 'Export-IpmiFru and Import-IpmiFru' {
    BeforeAll { $sim = Start-IpmiSimulator }

    It 'write a device to a file and back' {
        $file = $sim | Export-IpmiFru -Path "$TestDrive/fru.bin"
        $file.Size, (Get-Item $file.Path).Length | Should -Be 1024, 1024
        (Get-IpmiFru -Path "$TestDrive/f*.bin").ProductSerial | Should -Be ($sim | Get-IpmiFru -Id 0).ProductSerial
        $null = $sim | Set-IpmiFru -ProductAssetTag CHANGED -BackupPath "$TestDrive/backup"
        Get-WhatIf { $sim | Import-IpmiFru -Path "$TestDrive/fru.bin" @args } | Should -BeLike 'What if: *"Write an image to FRU device 0: * of 1024 bytes, ProductAssetTag CHANGED -> (none)"*'
        ($sim | Import-IpmiFru -Path "$TestDrive/fru.bin" -BackupPath "$TestDrive/backup" -Confirm:$false).Verified | Should -BeTrue
        ($sim | Get-IpmiFru -Id 0).ProductAssetTag | Should -BeNullOrEmpty
    }

    It 'give each device a file of its own in a folder' {
        $null = New-Item -ItemType Directory "$TestDrive/all"
        $files = @($sim | Get-IpmiFru | Where-Object Size | Export-IpmiFru -Path "$TestDrive/all" -Credential $sim.Credential)
        @(Get-ChildItem "$TestDrive/all").Count | Should -Be $files.Count
    }

    It 'refuse a damaged image without -Force, and a file that is not there' {
        [IO.File]::WriteAllBytes("$TestDrive/bad.bin", [byte[]](1..64))
        $null = $sim | Import-IpmiFru -Path "$TestDrive/bad.bin" -Confirm:$false -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0] | Get-Id | Should -Be 'IpmiInvalidParameter'
        $null = $sim | Import-IpmiFru -Path "$TestDrive/no.bin" -Confirm:$false -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0] | Get-Id | Should -Be 'IpmiInvalidParameter'
    }
}
