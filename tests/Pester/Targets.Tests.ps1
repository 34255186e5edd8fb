#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# How BMCs are named: on the command line, by pipeline, in the rows of an inventory.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $sims = @(Start-IpmiSimulator -Count 4)
    $names = @($sims | Get-Name)
    $credential = $sims[0].Credential
    $password = $credential.GetNetworkCredential().Password
    $ports = $sims.Port
}

AfterAll { Stop-IpmiSimulator }

Describe 'Names' {
    It 'takes a name under <_>' -ForEach 'ComputerName', 'Cn', 'HostName', 'Host', 'Address', 'IPAddress', 'Bmc' {
        $row = [pscustomobject]@{ $_ = $names[0]; Credential = $credential }
        ($row | Get-IpmiPower).ComputerName | Should -Be $names[0]
        $given = @{ $_ = $names[0]; Credential = $credential }
        (Get-IpmiPower @given).ComputerName | Should -Be $names[0]
    }

    It 'takes text by pipeline' {
        ($names | Get-IpmiPower -Credential $credential).ComputerName | Sort-Object | Should -Be ($names | Sort-Object)
    }

    It 'takes a port with the name, beside it, and the one with the name goes first' {
        (Get-IpmiPower 127.0.0.1 -Port $ports[1] -Credential $credential).ComputerName | Should -Be $names[1]
        (Get-IpmiPower $names[0] -Port $ports[1] -Credential $credential).ComputerName | Should -Be $names[0]
    }

    It 'expands ranges, quoted or not' {
        $rack = @(Start-IpmiSimulator -Count 3 -Address 127.77.0.1 -Port 16230 -OnePort)
        $expected = '127.77.0.1:16230', '127.77.0.2:16230', '127.77.0.3:16230'
        (Get-IpmiPower '127.77.0.[1-2,3]' -Port 16230 -Credential $credential).ComputerName | Sort-Object | Should -Be $expected
        (Get-IpmiPower 127.77.0.[1-2,3]:16230 -Credential $credential).ComputerName | Sort-Object | Should -Be $expected
        $rack | Stop-IpmiSimulator
    }

    It 'takes IPv6' {
        $six = Start-IpmiSimulator -Address '::1'
        $name = "[::1]:$($six.Port)"
        (Get-IpmiPower $name -Credential $credential).ComputerName | Should -Be $name
        (Get-IpmiPower '::1' -Port $six.Port -Credential $credential).ComputerName | Should -Be $name
        (Get-IpmiPower "[::1%lo]:$($six.Port)" -Credential $credential -ErrorAction Ignore -ErrorVariable scoped) | Out-Null
        $scoped | Get-Id | Should -Not -Contain 'IpmiInvalidParameter'
        $six | Stop-IpmiSimulator
    }

    It 'refuses <_> and sends nothing' -ForEach 'a b', 'bmc[1-', 'bmc[9-1]', 'bmc1:99999', '', '@{Name=x}', 'http://bmc1' {
        Get-IpmiPower $_ -Credential $credential -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        $failed | Get-Id | Should -Be 'IpmiInvalidParameter'
    }

    It 'tells an object without a name as such' {
        [pscustomobject]@{ Rack = 7 } | Get-IpmiPower -Credential $credential -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiInvalidParameter'
        $failed[0].Exception.Message | Should -Match 'ComputerName'
    }

    It 'goes on with the others after a name that cannot be used' {
        $seen = $names[0], 'a b', $names[1] | Get-IpmiPower -Credential $credential -ErrorAction SilentlyContinue -ErrorVariable failed
        $seen.ComputerName | Sort-Object | Should -Be ($names[0, 1] | Sort-Object)
        @($failed).Count | Should -Be 1
        $failed[0].TargetObject | Should -Be 'a b'
    }

    It 'takes the output of one cmdlet as the input of the next' {
        $sims | Get-IpmiDevice | Get-IpmiPower -Credential $credential | ForEach-Object ComputerName | Sort-Object | Should -Be ($names | Sort-Object)
        $sims | Test-IpmiConnection | Get-IpmiPower -Credential $credential | ForEach-Object ComputerName | Sort-Object | Should -Be ($names | Sort-Object)
    }

    It 'takes virtual BMCs with port and credential' {
        ($sims | Get-IpmiPower).ComputerName | Sort-Object | Should -Be ($names | Sort-Object)
    }
}

Describe 'Rows of an inventory' {
    It 'does the good rows, and makes one error of each bad one' {
        # One that no other test has talked to, so that no late packet of theirs counts here.
        $untouched = Start-IpmiSimulator
        $csv = @"
ComputerName,Port,UserName,Password,Credential,CipherSuite,PrivilegeLevel,AllowInsecure,Protocol,TimeoutSeconds,RetryCount,Rack
127.0.0.1,$($ports[0]),admin,$password,,,,,,,,1
127.0.0.1,$($ports[1]),admin,$password,,3,User,no,Ipmi20,10,2,1
127.0.0.1,$($ports[2]),admin,$password,,17,oper,,,,,2
127.0.0.1,six,admin,$password,,,,,,,,2
127.0.0.1,$($untouched.Port),admin,$password,,99,,,,,,2
127.0.0.1,$($untouched.Port),admin,$password,,,Root,,,,,2
127.0.0.1,$($untouched.Port),admin,$password,,,,perhaps,,,,2
127.0.0.1,$($untouched.Port),admin,$password,,,,,Ipmi3,,,2
127.0.0.1,$($untouched.Port),admin,$password,,,,,,"2,5",,2
127.0.0.1,$($untouched.Port),admin,$password,,,,,,,many,2
,$($untouched.Port),admin,$password,,,,,,,,3
"@
        $rows = $csv | ConvertFrom-Csv
        $seen = $rows | Get-IpmiPower -ErrorAction SilentlyContinue -ErrorVariable failed -WarningAction SilentlyContinue
        $seen.ComputerName | Sort-Object | Should -Be ($names[0..2] | Sort-Object)
        @($failed).Count | Should -Be 8
        $failed | Get-Id | Sort-Object -Unique | Should -Be 'IpmiInvalidParameter'
        $untouched.PacketCount | Should -Be 0
        $untouched | Stop-IpmiSimulator
    }

    It 'tells each cell of a row that is wrong, in one error, with the row''s computer' {
        [pscustomobject]@{ ComputerName = 'bmc7'; Port = 'six'; CipherSuite = '99'; Password = 'x'; UserName = 'u' } |
            Get-IpmiPower -ErrorAction SilentlyContinue -ErrorVariable failed
        @($failed).Count | Should -Be 1
        $failed[0].TargetObject | Should -Be 'bmc7'
        $failed[0].Exception.Message | Should -BeLike '*CipherSuite is not a cipher suite from 0 to 19. Port is not a whole number from 1 to 65535.*'
    }

    It 'repeats the text of no cell, for the columns of a row may have shifted' {
        # What follows the comma of a password that is not quoted lies in the next columns.
        $rows = 'ComputerName,UserName,Password,Port,CipherSuite,PrivilegeLevel,Protocol,AllowInsecure,RetryCount,TimeoutSeconds',
        'bmc7,admin,secr,hunter2,hunter3,hunter4,hunter5,hunter6,hunter7,hunter8' | ConvertFrom-Csv
        $rows | Get-IpmiPower -ErrorAction SilentlyContinue -ErrorVariable failed
        foreach ($column in 'Port', 'CipherSuite', 'PrivilegeLevel', 'Protocol', 'AllowInsecure', 'RetryCount', 'TimeoutSeconds') { "$failed" | Should -Match "$column is not" }
        ($failed | Format-List * -Force | Out-String) + ($failed[0].InvocationInfo.BoundParameters | Out-String) | Should -Not -Match 'hunter'
    }

    It 'warns once of passwords in clear' {
        $rows = $names | ForEach-Object { [pscustomobject]@{ ComputerName = $_; UserName = 'admin'; Password = $password } }
        $null = $rows | Get-IpmiPower -WarningVariable warned -WarningAction SilentlyContinue
        @($warned).Count | Should -Be 1
        $warned[0].Message | Should -Match 'vault'
    }

    It 'takes a SecureString as a row''s password without a word' {
        [pscustomobject]@{ ComputerName = $names[0]; UserName = 'admin'; Password = $credential.Password } |
            Get-IpmiPower -WarningVariable warned | Should -Not -BeNullOrEmpty
        $warned | Should -BeNullOrEmpty
    }

    It 'lets a row''s own user go before the one for all' {
        $wrong = Get-TestCredential -UserName 'nobody' -Password 'wrong'
        [pscustomobject]@{ ComputerName = $names[0]; UserName = 'admin'; Password = $credential.Password } |
            Get-IpmiPower -Credential $wrong | Should -Not -BeNullOrEmpty
    }

    It 'gives every BMC a credential of its own by pipeline' {
        $other = Start-IpmiSimulator -Credential (Get-TestCredential -UserName 'root' -Password 'another')
        @($sims[0], $other | Get-IpmiPower).Count | Should -Be 2
        $other | Stop-IpmiSimulator
    }

    It 'reads BmcKey from a row' {
        $keyed = Start-IpmiSimulator -BmcKey (Get-TestCredential 'x' 'kilogram').Password
        $row = [pscustomobject]@{ ComputerName = '127.0.0.1'; Port = $keyed.Port; Credential = $keyed.Credential; BmcKey = 'kilogram' }
        $row | Get-IpmiPower -WarningAction SilentlyContinue | Should -Not -BeNullOrEmpty
        $row.BmcKey = 'wrong'
        $row | Get-IpmiPower -WarningAction SilentlyContinue -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiBadCredential'
        $keyed | Stop-IpmiSimulator
    }
}

Describe 'Tables that cannot be read' {
    It 'says how the columns are separated, and how to read them: <Name>' -ForEach @(
        @{ Name = 'semicolons'; Character = ';'; Advice = "-Delimiter ';'" }
        @{ Name = 'tabs'; Character = "`t"; Advice = '-Delimiter "`t"' }
        @{ Name = 'bars'; Character = '|'; Advice = "-Delimiter '|'" }
    ) {
        $rows = 'ComputerName,Port,UserName,Password'.Replace(',', $Character), '127.0.0.1,623,admin,hunter2'.Replace(',', $Character) | ConvertFrom-Csv
        $rows | Get-IpmiPower -ErrorAction SilentlyContinue -ErrorVariable failed
        @($failed).Count | Should -Be 1
        $failed | Get-Id | Should -Be 'IpmiInvalidParameter'
        $failed[0].Exception.Message | Should -BeLike '*Row 1 of the input*no ComputerName*one column: ''ComputerName*UserName*Password''.'
        $failed[0].ErrorDetails.RecommendedAction | Should -Match ([regex]::Escape($Advice))
        ($failed | Format-List * -Force | Out-String) | Should -Not -Match 'hunter2'
    }

    It 'names the columns that were found, and counts the rows' {
        $rows = 'ComputerName,Server,Rack', '127.0.0.1:1,x,1', ',bmc2,1' | ConvertFrom-Csv
        $rows + [pscustomobject]@{ Server = 'bmc3'; User = 'admin'; Password = 'hunter2' } | Get-IpmiPower -Credential $credential -ErrorAction SilentlyContinue -ErrorVariable failed
        @($failed).Count | Should -Be 3
        $messages = $failed.Exception.Message
        $messages -like 'Row 3 of the input:*It has the columns: ''Server'', ''User'', ''Password''.' | Should -HaveCount 1
        $messages -like '*127.0.0.1:1*' | Should -HaveCount 1
        "$messages" | Should -Not -Match 'hunter2|bmc3'
    }

    It 'names the row and the column of a cell that is wrong, and says what else may be' {
        $rows = "ComputerName,Port", "127.0.0.1,$($ports[0])", '127.0.0.1,six' | ConvertFrom-Csv
        ($rows | Get-IpmiPower -Credential $credential -ErrorAction SilentlyContinue -ErrorVariable failed).ComputerName | Should -Be $names[0]
        $failed[0].Exception.Message | Should -Be '127.0.0.1: Row 2 of the input: Port is not a whole number from 1 to 65535.'
        $failed[0].TargetObject | Should -Be '127.0.0.1'
        $failed[0].ErrorDetails.RecommendedAction | Should -Match 'quotation marks'
    }

    It 'does not show names of columns that are the cells of a first row: <_>' -ForEach 'bmc1,admin,hunter', '10.0.0.1;admin;hunter', 'alpha,beta,hunter' {
        $_, $_ | ConvertFrom-Csv | Get-IpmiPower -ErrorAction SilentlyContinue -ErrorVariable failed
        @($failed).Count | Should -Be 1
        ($failed | Format-List * -Force | Out-String) + ($failed[0].InvocationInfo.BoundParameters | Out-String) | Should -Not -Match 'hunter|admin'
        $failed[0].Exception.Message | Should -Match 'not shown'
        $failed[0].ErrorDetails.RecommendedAction | Should -Match '-Header|-Delimiter'
    }

    It 'says what to do with a hashtable' {
        @{ ComputerName = $names[0]; Password = 'hunter2' } | Get-IpmiPower -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].ErrorDetails.RecommendedAction | Should -Match '\[pscustomobject\]'
        ($failed | Format-List * -Force | Out-String) | Should -Not -Match 'hunter2'
    }

    It 'cuts a list of columns that is long' {
        $row = [ordered]@{ Rack = 1 }
        1..300 | ForEach-Object { $row['Column' + ('x' * $_)] = $_ }
        [pscustomobject]$row | Get-IpmiPower -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].Exception.Message.Length | Should -BeLessThan 2500
        $failed[0].Exception.Message | Should -Match 'Rack'
    }
}

Describe 'Cells that are wrong' {
    It 'belong to the command that they were given to, also where the binder refuses it' {
        { Get-IpmiPower -Port abc -NoSuchParameter 1 } | Should -Throw -ErrorId 'NamedParameterNotFound,*'
        (Get-IpmiPower $names[0] -Credential $credential).State | Should -Be 'On'
        { Clear-IpmiCache -Port abc -NoSuchParameter 1 } | Should -Throw -ErrorId 'NamedParameterNotFound,*'
        { Clear-IpmiCache $names[0] -ErrorAction Stop } | Should -Not -Throw
    }

    It 'are not mixed up by several cmdlets of one pipeline' {
        $rows = @(
            [pscustomobject]@{ ComputerName = '127.0.0.1'; Port = 'six'; Credential = $credential; CipherSuite = $null }
            [pscustomobject]@{ ComputerName = '127.0.0.1'; Port = $ports[0]; Credential = $credential; CipherSuite = 3 }
            [pscustomobject]@{ ComputerName = '127.0.0.1'; Port = $ports[1]; Credential = $credential; CipherSuite = 99 }
            [pscustomobject]@{ ComputerName = '127.0.0.1'; Port = $ports[2]; Credential = $credential; CipherSuite = 17 }
        )
        $seen = $rows | Get-IpmiPower -ErrorAction SilentlyContinue -ErrorVariable failed |
            Select-Object ComputerName, @{ n = 'RetryCount'; e = { if ($_.ComputerName -eq $names[2]) { 'many' } } } |
            Get-IpmiDevice -Credential $credential -ErrorAction SilentlyContinue -ErrorVariable failedThere
        $seen.ComputerName | Should -Be $names[0]
        @($failed).Count | Should -Be 2
        "$($failed[0])" | Should -BeLike '*Port is not*'
        "$($failed[1])" | Should -BeLike "*CipherSuite '99'*"
        "$failedThere" | Should -BeLike '*RetryCount is not*'
    }

    It 'do no harm to a command within the command line' {
        { Get-IpmiPower $(try { Get-IpmiPower x -Port abc -NoSuchParameter 1 } catch { $names[0] }) -Credential $credential -ErrorAction Stop } | Should -Not -Throw
    }
}

Describe 'An object without a computer''s name' {
    It 'is told of without what it holds, by <_>' -ForEach 'Get-IpmiPower', 'Clear-IpmiCache' {
        $row = [pscustomobject]@{ Rack = 7; Password = 'hunter2, and more' }
        $row | & $_ -ErrorAction SilentlyContinue -ErrorVariable failed
        @($failed).Count | Should -Be 1
        $failed | Get-Id | Should -Be 'IpmiInvalidParameter'
        $failed | Select-Object * | ConvertTo-Json -Depth 4 -WarningAction Ignore | Should -Not -Match 'hunter2'
        "$failed $($failed[0].TargetObject) $($failed[0].InvocationInfo.BoundParameters.Values)" | Should -Not -Match 'hunter2|more'
    }
}

Describe 'A BMC whose row lacks a credential' {
    It 'is worked on when a later row brings it' {
        $said = Invoke-Apart "
            `$s = Start-IpmiSimulator
            `$rows = `$null, `$s.Credential, `$s.Credential | ForEach-Object { [pscustomobject]@{ ComputerName = `$s.ComputerName; Port = `$s.Port; Credential = `$_ } }
            @(`$rows | Invoke-IpmiPower -Action On -ErrorAction SilentlyContinue -ErrorVariable e).Count
            @(`$e).Count
            `$e[0].FullyQualifiedErrorId"
        $said[0, 1] | Should -Be '1', '1'
        $said[2] | Should -BeLike 'IpmiInvalidParameter,*'
    }
}

Describe 'Credentials' {
    It 'is an error where none is given and nobody can be asked; nothing is sent' {
        $said = Invoke-Apart "
            `$s = Start-IpmiSimulator
            Get-IpmiPower `$s.ComputerName -Port `$s.Port -ErrorAction SilentlyContinue -ErrorVariable e
            `$e[0].FullyQualifiedErrorId; `$e[0].TargetObject -eq ('127.0.0.1:' + `$s.Port); `$s.PacketCount"
        $said[0] | Should -BeLike 'IpmiInvalidParameter,*'
        $said[1] | Should -Be 'True'
        $said[2] | Should -Be '0'
    }

    It 'is an error where a password would have to be asked for and nobody can be' {
        $said = Invoke-Apart "try { Get-IpmiPower bmc1 -Credential admin } catch { `$_.FullyQualifiedErrorId }"
        $said | Should -BeLike 'IpmiInvalidParameter,*'
    }

    It 'comes from $PSDefaultParameterValues' {
        $said = Invoke-Apart "
            `$s = Start-IpmiSimulator
            `$PSDefaultParameterValues['*-Ipmi*:Credential'] = `$s.Credential
            (Get-IpmiPower 127.0.0.1 -Port `$s.Port).State
            `$session = New-IpmiSession 127.0.0.1 -Port `$s.Port
            `$opened = `$s.SessionsOpened
            (`$session | Get-IpmiPower).State
            (Get-IpmiPower -Session `$session).State
            `$s.SessionsOpened - `$opened"
        $said | Should -Be 'On', 'On', 'On', '0'
    }

    It 'names a secret in a row, where there is a vault, and asks the vault once' {
        $said = Invoke-Apart "
            `$s = Start-IpmiSimulator -Count 3
            `$script:asked = 0
            function Get-Secret { param([string] `$Name) `$script:asked++; if (`$Name -eq 'rack7') { `$s[0].Credential } else { throw 'no such secret' } }
            `$rows = `$s | ForEach-Object { [pscustomobject]@{ ComputerName = `$_.ComputerName; Port = `$_.Port; Credential = 'rack7' } }
            @(`$rows | Get-IpmiPower).Count
            `$script:asked
            `$rows[0].Credential = 'rack8'
            `$rows[0] | Get-IpmiPower -ErrorAction SilentlyContinue -ErrorVariable e
            `$e[0].FullyQualifiedErrorId"
        $said[0, 1] | Should -Be '3', '1'
        $said[2] | Should -BeLike 'IpmiInvalidParameter,*'
    }

    It 'combines a secret that is only a password with the row''s user' {
        $said = Invoke-Apart "
            `$s = Start-IpmiSimulator
            function Get-Secret { param([string] `$Name) `$s.Credential.Password }
            ([pscustomobject]@{ ComputerName = `$s.ComputerName; Port = `$s.Port; UserName = 'admin'; Credential = 'x' } | Get-IpmiPower).State"
        $said | Should -Be 'On'
    }

    It 'says so where a row names a secret and there is no vault' -Skip:([bool](Get-Command Get-Secret -ErrorAction Ignore)) {
        [pscustomobject]@{ ComputerName = $names[0]; Credential = 'rack7' } | Get-IpmiPower -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiInvalidParameter'
        $failed[0].Exception.Message | Should -Match 'SecretManagement'
    }
}
