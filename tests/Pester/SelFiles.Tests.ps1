#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Event logs in files, single entries, rules, events and the clock: what only PowerShell can show.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $sim = Start-IpmiSimulator -Profile rack-1u
}

AfterAll { Stop-IpmiSimulator }

Describe 'Export-IpmiSel and Get-IpmiSel -Path' {
    It 'give the same entries as the BMC' {
        $export = $sim | Export-IpmiSel -Path "$TestDrive/one.sel"
        $log = @($sim | Get-IpmiSel)
        $export.Entries | Should -Be $log.Count
        $saved = @(Get-IpmiSel -Path $export.Path)
        ($saved | Select-Object * | ConvertTo-Csv) | Should -Be ($log | Select-Object * | ConvertTo-Csv)
        @(Get-IpmiSel -Path $export.Path -SensorType Memory -Newest 1).Count | Should -Be 1
    }

    It 'write a file for each BMC into a folder, and replace none without -Force' {
        $null = New-Item -ItemType Directory "$TestDrive/logs"
        $second = Start-IpmiSimulator
        $files = @($sim, $second | Export-IpmiSel -Path "$TestDrive/logs")
        (Get-ChildItem "$TestDrive/logs").FullName | Sort-Object | Should -Be ($files.Path | Sort-Object)
        $sim | Export-IpmiSel -Path "$TestDrive/logs" -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'IpmiInvalidParameter*'
        ($sim | Export-IpmiSel -Path "$TestDrive/logs" -Force).Entries | Should -BeGreaterThan 0
        @(Get-IpmiSel -Path "$TestDrive/logs/*.sel" | Select-Object -Unique ComputerName).Count | Should -Be 2
    }

    It 'say what is wrong with a file' {
        { Get-IpmiSel -Path "$TestDrive/none.sel" -ErrorAction Stop } | Should -Throw -ErrorId 'IpmiNotPresent,*'
        Set-Content "$TestDrive/text.txt" 'This is no log.'
        { Get-IpmiSel -Path "$TestDrive/text.txt" -ErrorAction Stop } | Should -Throw -ErrorId 'IpmiInvalidParameter,*'
        Set-Content "$TestDrive/lines.txt" '0x04 0x0c 0x83 0x6f 0x00 0xff 0x21', 'damaged'
        @(Get-IpmiSel -Path "$TestDrive/lines.txt" -BmcName bmc1 -WarningVariable warnings -WarningAction SilentlyContinue).ComputerName | Should -Be 'bmc1'
        "$warnings" | Should -BeLike '*Line 2 was skipped*'
    }
}

Describe 'Get-IpmiSel -RulePath' {
    It 'replaces severities and leaves entries out' {
        Set-Content "$TestDrive/rules.psd1" "@{ Rules = @( @{ SensorType = 'Memory'; Event = 'Corr*'; Severity = 'NonRecoverable' }, @{ SensorType = 'Temperature'; Ignore = `$true } ) }"
        $log = @($sim | Get-IpmiSel -RulePath "$TestDrive/rules.psd1")
        ($log | Where-Object SensorType -EQ Memory | Select-Object -First 1).Severity | Should -Be 'NonRecoverable'
        $log.SensorType | Should -Not -Contain 'Temperature'
    }

    It 'names the rule that is wrong: <Text>' -ForEach @(
        @{ Text = "@{ Rules = @( @{ SensorTyp = 'Memory'; Severity = 'Critical' } ) }"; Message = "*Rule 1 has an unknown key*'SensorType'*" }
        @{ Text = "@{ Rules = @( @{ Ignore = `$true }, @{ SensorType = 'Memry'; Severity = 'Critical' } ) }"; Message = "*Rule 2*'Memory'*" }
        @{ Text = "@{ Rules = @( @{ Offset = 99; Severity = 'Critical' } ) }"; Message = '*Rule 1: Offset*0 to 15*' }
        @{ Text = "@{ Rules = @( @{ Severity = 'Bad' } ) }"; Message = '*Severity has to be one of*' }
        @{ Text = "@{ Rules = @( @{ Event = 'x' } ) }"; Message = '*needs either Severity, AtMost with PerMinutes, or both, or Ignore*' }
        @{ Text = '@{ Rules = @( Get-Date ) }'; Message = '*more than constants*' }
        @{ Text = '@{ Rules = @( }'; Message = '*Line 1*' }
        @{ Text = '42'; Message = '*no hash table*' }
    ) {
        Set-Content "$TestDrive/bad.psd1" $Text
        { $sim | Get-IpmiSel -RulePath "$TestDrive/bad.psd1" } | Should -Throw $Message
    }
}

Describe 'Add-IpmiSelEntry and Remove-IpmiSelEntry' {
    It 'add what fields say, and remove it by the pipeline' {
        Get-WhatIf { $sim | Add-IpmiSelEntry -SensorType Memory -SensorNumber 0x53 -EventData 1 @args } | Should -BeLike '*Add an event log entry: *0C 53 6F 01 FF FF*'
        $entry = $sim | Add-IpmiSelEntry -SensorType Memory -SensorNumber 0x53 -EventData 0x01, 0xFF, 0x07
        $entry.Event, $entry.GeneratorId | Should -Be 'Uncorrectable ECC', 0x41
        $entry.Raw.ToString() | Should -BeLike '* 41 00 04 0C 53 6F 01 FF 07'
        Get-WhatIf { $entry | Remove-IpmiSelEntry -Credential $sim.Credential @args } | Should -BeLike "What if: *Remove entry $($entry.Id) (*Uncorrectable ECC)*"
        ($entry | Remove-IpmiSelEntry -Credential $sim.Credential -Force -PassThru).Id | Should -Be $entry.Id
        ($sim | Get-IpmiSel).Id | Should -Not -Contain $entry.Id
    }

    It 'add all entries of a file in their order' {
        $before = @($sim | Get-IpmiSel)
        $sim | Get-IpmiSel -Newest 3 | Export-Csv "$TestDrive/three.csv" -NoTypeInformation
        $added = @(Import-Csv "$TestDrive/three.csv" | Add-IpmiSelEntry -Credential $sim.Credential)
        $added.Event | Should -Be $before[-3..-1].Event
        @($sim | Get-IpmiSel).Count | Should -Be ($before.Count + 3)
        $added | Remove-IpmiSelEntry -Credential $sim.Credential -Force
        @($sim | Get-IpmiSel).Count | Should -Be $before.Count
    }

    It 'remove nothing where an ID does not exist' {
        $before = @($sim | Get-IpmiSel).Count
        { $sim | Remove-IpmiSelEntry -Id 1, 9999 -Force -ErrorAction Stop } | Should -Throw -ErrorId 'IpmiNotPresent,*'
        @($sim | Get-IpmiSel).Count | Should -Be $before
    }

    It 'say what is missing' {
        { $sim | Add-IpmiSelEntry -SensorType Memory } | Should -Throw -ErrorId 'IpmiInvalidParameter,*'
        { $sim | Add-IpmiSelEntry -SensorType Memry -EventData 0 } | Should -Throw -ErrorId 'IpmiNotPresent,*'
        { $sim | Add-IpmiSelEntry -ErrorAction Stop } | Should -Throw -ErrorId 'IpmiInvalidParameter,*'
    }
}

Describe 'Set-IpmiClock' {
    It 'sets the offset of a row, and nothing that is right already' {
        $result = $sim | Set-IpmiClock -UtcOffset 02:00
        $result.Changed, $result.Verified, $result.UtcOffset | Should -Be $true, $true, ([timespan]'02:00')
        $sim | Get-IpmiClock | Export-Csv "$TestDrive/clock.csv" -NoTypeInformation
        (Import-Csv "$TestDrive/clock.csv" | Set-IpmiClock -Credential $sim.Credential).Changed | Should -BeFalse
        Get-WhatIf { $sim | Set-IpmiClock -NoUtcOffset @args } | Should -BeLike 'What if: *UTC offset 120 min -> (not set), time *'
        ($sim | Set-IpmiClock -NoUtcOffset).Verified | Should -BeTrue
    }

    It 'refuses an offset that is none' {
        { $sim | Set-IpmiClock -UtcOffset 25:00 } | Should -Throw -ErrorId 'IpmiInvalidParameter,*'
    }
}

Describe 'Send-IpmiEvent and the event receiver' {
    It 'send and are logged' {
        ($sim | Send-IpmiEvent -SensorName 'CPU1 Temp' -Event 'Upper Critical - going high').Id | Should -BeGreaterThan 0
        Get-WhatIf { $sim | Send-IpmiEvent -Sample CorrectableMemory @args } | Should -BeLike 'What if: *Platform Event Message: Memory (53h): Correctable ECC*'
        { $sim | Send-IpmiEvent } | Should -Throw -ErrorId 'IpmiInvalidParameter,*'
    }

    It 'set the receiver and read it back' {
        Get-WhatIf { $sim | Set-IpmiEventReceiver -SlaveAddress 0xFF @args } | Should -BeLike 'What if: *20h LUN 0 -> none*'
        ($sim | Set-IpmiEventReceiver -SlaveAddress 0xFF).Enabled | Should -BeFalse
        ($sim | Set-IpmiEventReceiver -SlaveAddress 0x20).Verified | Should -BeTrue
        ($sim | Get-IpmiEventReceiver | Set-IpmiEventReceiver -Credential $sim.Credential).Changed | Should -BeFalse
    }
}
