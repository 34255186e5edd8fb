#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Configurations as files: what only PowerShell can show. Sections, order and results are tested in tests/IpmiPS.Core.Tests/Configuration, the form of files in
# tests/IpmiPS.Cmdlets.Tests/Configurations, and killed runs in ConfigurationRuns.Tests.ps1.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $sims = @(Start-IpmiSimulator -Count 3)
    $name = $sims[0] | Get-Name
    $folder = (New-Item "$TestDrive/bmc" -ItemType Directory).FullName
    $files = @($sims | Export-IpmiConfiguration -Path $folder | Sort-Object Port)
    $sims = @($sims | Sort-Object Port)
    $name = $sims[0] | Get-Name

    # The commands that a BMC received and that change something. Set Serial/Modem Mux also reads.
    function Get-ChangeCount {
        param($Simulator = $sims[0])
        ($Simulator.CommandCounts.GetEnumerator() | Where-Object Key -In '00h/06h', '00h/08h', '04h/12h', '04h/26h', '06h/40h', '06h/43h', '06h/45h', '06h/47h', '06h/58h', '0Ch/01h', '0Ch/21h', '0Ah/5Dh', '2Ch/08h' |
            Measure-Object Value -Sum).Sum
    }
}

AfterAll { Stop-IpmiSimulator }

Describe 'Export-IpmiConfiguration' {
    It 'writes a file for each BMC, and leaves it alone while nothing changes' {
        $files.Changed | Should -Be $true, $true, $true
        $files.Settings | ForEach-Object { $_ | Should -BeGreaterThan 1000 }
        $files[0].Missing | Should -Be 'Serial: The BMC has no serial channel.'
        $bytes = [System.IO.File]::ReadAllBytes($files[0].Path)
        $time = (Get-Item $files[0].Path).LastWriteTimeUtc
        ($sims | Export-IpmiConfiguration -Path $folder).Changed | Should -Be $false, $false, $false
        (Get-Item $files[0].Path).LastWriteTimeUtc | Should -Be $time
        $again = $sims[0] | Export-IpmiConfiguration -Path "$TestDrive/again.json"
        [System.IO.File]::ReadAllBytes($again.Path) -join ',' | Should -BeExactly ($bytes -join ',')
        Get-Content $files[0].Path -Raw | Should -Not -MatchExactly 'simulated|public'
    }

    It 'writes sections, and leaves out what one BMC alone has' {
        $file = $sims[0] | Export-IpmiConfiguration -Path "$TestDrive/golden.json" -Section Network, Sys*, users -ExcludeIdentity
        $json = Get-Content $file.Path -Raw | ConvertFrom-Json
        $json.PSObject.Properties.Name | Should -Be '$schema', 'Format', 'Device', 'SystemInfo', 'Network', 'Users'
        $json.Network.'1'.TimeToLive | Should -Be 64
        $json.Network.'1'.PSObject.Properties.Name | Should -Not -Contain 'IPv4Address'
    }

    It 'refuses one file for two BMCs, and a section that there is not before anything is sent' {
        $null = $sims | Export-IpmiConfiguration -Path "$TestDrive/one.json" -Section Clock -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.Count | Should -Be 2
        $failed[0] | Get-Id | Should -Be 'IpmiInvalidParameter'
        # One without sessions: the log-out of an earlier one may be repeated late.
        $untouched = Start-IpmiSimulator
        { $untouched | Export-IpmiConfiguration -Path $folder -Section Netwrok } | Should -Throw -ErrorId 'IpmiNotPresent*'
        $untouched.PacketCount | Should -Be 0
    }
}

Describe 'Compare-IpmiConfiguration' {
    It 'compares BMCs with a file, which decides what counts' {
        $sims[0] | Compare-IpmiConfiguration -ReferencePath $files[0].Path | Should -BeNullOrEmpty
        $reference = Get-ConfigurationFile '"Network": { "1": { "TimeToLive": 33 } }, "Users": { "4": { "Enabled": false } }'
        $differences = @($sims | Compare-IpmiConfiguration -ReferencePath $reference)
        $differences.Count | Should -Be 6
        $one = $differences | Where-Object { $_.ComputerName -eq $name -and $_.Path -eq 'Users/4/Enabled' }
        $one.Left, $one.Right, "$($one.Severity)", $one.Reference | Should -Be 'false', 'true', 'Critical', $reference
        @($sims | Compare-IpmiConfiguration -ReferencePath $reference -Section Users).Count | Should -Be 3
    }

    It 'compares BMCs with the first of them' {
        @($sims | Compare-IpmiConfiguration -ExcludeIdentity).Count | Should -Be 0
        $differences = @($sims | Compare-IpmiConfiguration -Section Network, Sol)
        $differences.Path | Sort-Object -Unique | Should -Be 'Network/1/RmcpPort', 'Sol/1/PayloadPort'
        $differences.ComputerName | Sort-Object -Unique | Should -Be @($sims[1, 2] | Get-Name | Sort-Object)
        $differences.Reference | Sort-Object -Unique | Should -Be $name
        { $sims[0] | Compare-IpmiConfiguration } | Should -Throw -ErrorId 'IpmiInvalidParameter*'
    }

    It 'does not wait for a first BMC that does not respond' {
        $null = (Get-DeadName), $name | Compare-IpmiConfiguration -Credential $sims[0].Credential -Section Clock -TimeoutSeconds 60 -ErrorVariable failed -ErrorAction SilentlyContinue
        @($failed | Get-Id) | Sort-Object -Unique | Should -Be 'IpmiCommandFailed', 'IpmiUnreachable'
    }

    It 'compares files, without a BMC' {
        $sent = Get-ResponseCount $sims
        $differences = @(Compare-IpmiConfiguration -ReferencePath $files[0].Path -DifferencePath "$folder/*.json")
        $differences.Path | Sort-Object -Unique | Should -Be 'AssetTag/AssetTag', 'AssetTag/ControllerIdentifier', 'Network/1/RmcpPort', 'Sol/1/PayloadPort', 'SystemInfo/SystemName'
        $differences.ComputerName | Sort-Object -Unique | Should -Be @($files[1, 2].Path | Sort-Object)
        Compare-IpmiConfiguration -ReferencePath $files[0].Path -DifferencePath $files[1].Path -Section Users, Pef | Should -BeNullOrEmpty
        $sims.ResponseCount | Should -Be $sent
    }
}

Describe 'Set-IpmiConfiguration' {
    BeforeEach {
        $null = $sims[0] | Set-IpmiChassis -RestorePolicy AlwaysOff
        $null = $sims[0] | Set-IpmiNetwork -TimeToLive 33 -Force
        $null = $sims[0] | Set-IpmiUser -Name user -Channel 1 -Privilege Operator -Force
    }

    It 'shows the difference with -WhatIf, and sends nothing' {
        $sent = Get-ChangeCount
        Get-WhatIf { $sims | Set-IpmiConfiguration -Path $folder @args } | Should -BeLike (
            'What if: Performing the operation "Set the configuration: Chassis: restore policy AlwaysOff -> Previous; Users/4: *Operator -> User*; Network/1: *time to live 33*time to live 64*" on target "{0}".' -f $name)
        Get-ChangeCount | Should -Be $sent
    }

    It 'brings BMCs to what they were, and sends nothing the second time' {
        $results = @($files | Set-IpmiConfiguration -Credential $sims[0].Credential -Force)
        $results.Count | Should -Be 3
        $one = $results | Where-Object ComputerName -EQ $name
        $one.Changed, $one.Verified, $one.Changes.Count | Should -Be $true, $true, 3
        @($results | Where-Object ComputerName -NE $name).Changed | Should -Be $false, $false
        $sims[0] | Compare-IpmiConfiguration -ReferencePath $files[0].Path | Should -BeNullOrEmpty
        $sent = Get-ChangeCount
        $again = $sims[0] | Set-IpmiConfiguration -Path $files[0].Path -Confirm:$false
        $again.Changed, $again.Verified | Should -Be $false, $true
        Get-ChangeCount | Should -Be $sent
    }

    It 'sets the sections that are named' {
        ($sims[0] | Set-IpmiConfiguration -Path $folder -Section Chassis, User* -Force).Changes.Count | Should -Be 2
        ($sims[0] | Compare-IpmiConfiguration -ReferencePath $files[0].Path).Path | Should -Be 'Network/1/TimeToLive'
    }

    It 'does not set what one BMC alone has with -ExcludeIdentity' {
        $path = Get-ConfigurationFile '"SystemInfo": { "SystemName": "other" }, "AssetTag": { "AssetTag": "other" }, "Clock": { "UtcOffsetMinutes": 0 }'
        $result = $sims[0] | Set-IpmiConfiguration -Path $path -ExcludeIdentity -Force
        $result.Changed, $result.Verified | Should -Be $false, $true
    }

    It 'refuses a file that is not valid before anything is sent' {
        $logIns = $sims.SessionsOpened    # not the packets: a log-out before may still be repeated
        $path = Get-ConfigurationFile "`n""Network"": { ""1"": { ""VlanId"": 5000 } }"
        { $sims | Set-IpmiConfiguration -Path $path -Force } | Should -Throw -ErrorId 'IpmiInvalidParameter*' -ExpectedMessage "*$path*Network/1/VlanId has to be a whole number from 0 to 4094*"
        { $sims | Set-IpmiConfiguration -Path "$folder/none.json" -Force } | Should -Throw -ErrorId 'IpmiNotPresent*'
        $sims.SessionsOpened | Should -Be $logIns
    }

    It 'goes on with a journal' {
        $journal = "$TestDrive/run.journal"
        $null = $sims[0, 1] | Set-IpmiConfiguration -Path $folder -Journal $journal -Force
        $lines = Get-Content $journal | ConvertFrom-Json
        ($lines | Where-Object { $_.ComputerName -eq $name }).State | Should -Be (@('Started') + @('Sending', 'Sent') * 3 + 'Complete')
        $sent = Get-ResponseCount $sims
        $again = @($sims | Set-IpmiConfiguration -Path $folder -Journal $journal -Force -Verbose 4>&1)
        @($again | Where-Object { $_ -is [IpmiPS.ConfigurationUpdate] }).ComputerName | Should -Be ($sims[2] | Get-Name)
        @($again -like '*The journal has the BMC as complete*').Count | Should -Be 2
        $sims[0, 1].ResponseCount | Should -Be $sent[0, 1]
    }

    It 'creates a user with -NewUserCredential, and sets everything else without it' {
        $path = Get-ConfigurationFile '"Chassis": { "RestorePolicy": "Previous" }, "Users": { "7": { "Name": "ann", "Enabled": true, "Channels": { "1": { "Privilege": "Operator", "Messaging": true } } } }'
        $without = $sims[0] | Set-IpmiConfiguration -Path $path -Force -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed | Get-Id | Should -Be 'IpmiCommandFailed'
        $without.Failures | Should -BeLike 'Users/7: *a configuration has no passwords*'
        $without.Changes.Count, $without.Verified | Should -Be 1, $false
        $ann = Get-TestCredential 'ann' 'a-password'
        ($sims[0] | Set-IpmiConfiguration -Path $path -NewUserCredential $ann -Force).Verified | Should -BeTrue
        (Test-IpmiCredential $name -Credential $ann).Valid | Should -BeTrue
        ($sims[0] | Set-IpmiConfiguration -Path $files[0].Path -Section Users -Force).Verified | Should -BeTrue
        ($sims[0] | Get-IpmiUser).Name | Should -Not -Contain 'ann'
    }

    It 'asks where the caller may lose access, and stops where it cannot ask' {
        $file = Get-ConfigurationFile '"Users": { "3": { "Channels": { "1": { "Privilege": "Administrator" } } }, "2": { "Channels": { "1": { "Privilege": "Operator" } } } }'
        Get-WhatIf { $sims[2] | Set-IpmiConfiguration -Path $file @args } | Should -BeLike "*Users/3: *; Users/2: *. 'admin' is the user that has logged in, and *"
        $sent = Get-ChangeCount $sims[2]
        $said = Invoke-Apart "try { Set-IpmiConfiguration '$($sims[2] | Get-Name)' -Path '$file' -Credential ([pscredential]::new('admin', ('simulated' | ConvertTo-SecureString -AsPlainText -Force))) -ErrorAction Stop; 'went on' } catch { 'refused' }"
        $said | Should -Be 'refused'
        Get-ChangeCount $sims[2] | Should -Be $sent
        ($sims[2] | Set-IpmiConfiguration -Path $file -Confirm:$false).Verified | Should -BeTrue
    }
}
