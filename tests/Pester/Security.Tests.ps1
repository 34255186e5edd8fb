#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Test-IpmiSecurity over a fleet: findings, summary, report; what it may not see, and that it changes nothing.

BeforeDiscovery {
    $script:noChromium = -not (Get-Command chromium -CommandType Application -ErrorAction Ignore)
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $operator = Get-TestCredential 'operator' 'operator'
    $key = [System.Net.NetworkCredential]::new('', 'a key').SecurePassword
    $good = @(Start-IpmiSimulator -Count 2 -CipherSuite 3, 17 -AuthenticationType @() -BmcKey $key)
    $bad = @(Start-IpmiSimulator -Count 2 -Profile storage-2u)
    $old = Start-IpmiSimulator -CipherSuite @() -AuthenticationType md5, none
    $dell = Start-IpmiSimulator -Credential (Get-TestCredential 'root' 'calvin')
    $dead = Get-DeadName

    # Somebody gave a user a name that would be markup.
    $markup = '<b onclick=x>&"'
    $bad[1] | Invoke-IpmiCommand -NetFn App -Command 0x45 -Data (@(4) + [System.Text.Encoding]::ASCII.GetBytes($markup.PadRight(16, "`0")))

    function Add-Row {
        [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingUsernameAndPasswordParams', '', Justification = 'Makes a row of a file.')]
        [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPlainTextForPassword', '', Justification = 'Makes a row of a file.')]
        param([string] $Name, [string] $UserName = 'operator', [string] $Password = 'operator', [string] $Kg)
        [pscustomobject]@{ ComputerName = $Name; UserName = $UserName; Password = $Password; BmcKey = $Kg }
    }
    $csv = "$TestDrive/fleet.csv"
    @(
        $good | Get-Name | ForEach-Object { Add-Row $_ -Kg 'a key' }
        $bad | Get-Name | ForEach-Object { Add-Row $_ }
        Add-Row ($bad[0] | Get-Name)
        Add-Row ($old | Get-Name)
        Add-Row ($dell | Get-Name) 'root' 'wrong'
        Add-Row $dead
        Add-Row 'no name at all'
    ) | Export-Csv $csv -NoTypeInformation

    # IPMI 2.0 appendix G: commands that only read, and those of the session itself.
    $reading = '06h/01h', '06h/38h', '06h/3Bh', '06h/3Ch', '06h/41h', '06h/42h', '06h/44h', '06h/46h', '06h/4Dh', '06h/54h', '0Ch/02h', '0Ch/22h'
    function Get-Sent { param($Simulator, $Before = @{}) $Simulator.CommandCounts.Keys | Where-Object { $Simulator.CommandCounts[$_] -ne $Before[$_] } }
}

AfterAll {
    Get-IpmiSession | Remove-IpmiSession
    Stop-IpmiSimulator
}

Describe 'An audit of a fleet in a CSV file' {
    BeforeAll {
        $report = "$TestDrive/report.html"
        Set-Content $report 'the old report'
        Set-Patience ($bad[0] | Get-Name)
        $before = @{}
        $bad[1].CommandCounts.GetEnumerator() | ForEach-Object { $before[$_.Key] = $_.Value }
        $findings = @(Import-Csv $csv | Test-IpmiSecurity -Report $report -ErrorVariable errors -ErrorAction SilentlyContinue -WarningAction Ignore)
        $html = Get-Content $report -Raw
        $page = [xml]($html -replace '<!DOCTYPE html>')
    }

    It 'gives findings of every BMC that answers, and what was not checked' {
        $findings | Group-Object ComputerName | ForEach-Object Name | Sort-Object | Should -Be (@($good) + $bad + $old + $dell | Get-Name | Sort-Object)
        $findings.Status | Sort-Object -Unique | Should -Be 'NotChecked', 'Failed'
        $findings | Where-Object { $_.Status -eq 'Failed' -and -not ($_.Evidence -and $_.Recommendation -and $_.Remedy -and $_.Reference) } | Should -BeNullOrEmpty
        ($findings | Where-Object ComputerName -EQ ($bad[0] | Get-Name) | Where-Object Severity -GE High).Id | Should -Be 'CipherSuiteZero', 'AuthenticationNone', 'AuthenticationStraightPassword'
    }

    It 'puts the gravest first' {
        $one = $findings | Where-Object { $_.ComputerName -eq ($bad[0] | Get-Name) -and $_.Status -eq 'Failed' }
        $one.Severity | Should -Be ($one.Severity | Sort-Object -Descending)
    }

    It 'finds nothing grave on those that are kept well' {
        $findings | Where-Object { $_.ComputerName -in ($good | Get-Name) -and $_.Severity -ge 'High' } | Should -BeNullOrEmpty
    }

    It 'audits a BMC once that stands there twice' {
        @($findings | Where-Object { $_.ComputerName -eq ($bad[0] | Get-Name) -and $_.Id -eq 'CipherSuiteZero' }).Count | Should -Be 1
        $bad[0].SessionsOpened | Should -Be 1
    }

    It 'audits an address once under two names, and two addresses of one machine each' {
        $two = @(1..2 | ForEach-Object { Start-IpmiSimulator -Seed 40 })
        $names = @($two | Get-Name) + "localhost:$($two[0].Port)"
        Set-Patience $names
        $its = $names | Test-IpmiSecurity -Credential $two[0].Credential -IncludePassed -WarningVariable warned -WarningAction SilentlyContinue
        @($its.ComputerName | Sort-Object -Unique).Count | Should -Be 2
        $two.SessionsOpened | Should -Be 1, 1
        @($warned | Where-Object { $_ -match 'also names' }).Count | Should -Be 1
        $two | Stop-IpmiSimulator
    }

    It 'has an error for each BMC that it cannot audit' {
        $errors | Get-Id | Sort-Object | Should -Be 'IpmiBadCredential', 'IpmiInsecureRefused', 'IpmiInvalidParameter', 'IpmiUnreachable'
    }

    It 'tells of a BMC without a log-in what it tells everybody' {
        $its = $findings | Where-Object ComputerName -EQ ($old | Get-Name)
        ($its | Where-Object Status -EQ Failed).Id | Should -Be 'AuthenticationNone', 'Ipmi15Enabled'
        ($its | Where-Object Id -EQ DefaultAccountName).Status | Should -Be 'NotChecked'
        ($its | Where-Object Id -EQ DefaultAccountName).Evidence | Should -Match 'no log-in: This BMC speaks only IPMI 1.5'
        $old.RefusedLogIns | Should -Be 0
    }

    It 'tries a refused password once' {
        Wait-Until { $dell.RefusedLogIns -gt 0 }
        $dell.RefusedLogIns | Should -Be 1
    }

    It 'sends only commands that read' {
        Get-Sent $bad[1] $before | Where-Object { $_ -notin $reading } | Should -BeNullOrEmpty
        Get-Sent $good[0] | Where-Object { $_ -notin $reading } | Should -BeNullOrEmpty
        foreach ($simulator in @($good) + $bad) { $simulator.RefusedLogIns | Should -Be 0 }
    }

    It 'writes a report in place of the old one, and leaves no other file' {
        $html | Should -Not -Match 'the old report'
        Get-ChildItem $TestDrive -Filter '*.tmp' | Should -BeNullOrEmpty
        foreach ($name in @($good) + $bad + $old + $dell | Get-Name) { $page.OuterXml | Should -Match ([regex]::Escape($name)) }
    }

    It 'lists in the report what was not audited, and why' {
        $rows = ($page.html.body.main.section | Where-Object id -EQ unaudited).SelectNodes('.//tbody/tr').InnerText
        $rows.Count | Should -Be 4
        foreach ($name in $dead, 'no name at all', ($old | Get-Name), ($dell | Get-Name)) { @($rows -match [regex]::Escape($name)).Count | Should -Be 1 }
        $page.html.body.main.header.InnerText | Should -Match '4 BMCs audited, 4 not'
    }

    It 'keeps a user''s name in the report from being markup' {
        $html | Should -Not -Match '<b '
        $page.SelectNodes('//script').Count | Should -Be 0
        $page.DocumentElement.InnerText | Should -Match ([regex]::Escape("'$markup'"))
    }

    It 'writes what a browser reads without mending it' -Skip:$noChromium {
        $dom = & chromium --headless --no-sandbox --disable-gpu "--user-data-dir=$TestDrive/chromium" --dump-dom "file://$report" 2>$null | Out-String
        foreach ($tag in 'section', 'article', 'table', 'tr', 'td', 'dl', 'a', 'b', 'code') {
            [regex]::Matches($dom, "<$tag[ >]").Count | Should -Be ([regex]::Matches($html, "<$tag[ >]").Count) -Because $tag
        }
        $dom | Should -Match ([regex]::Escape([System.Net.WebUtility]::HtmlEncode('<b onclick=x>')))
    }

    It 'takes on paper half a page for a BMC and a few for all' -Skip:$noChromium {
        $fleet = @(Start-IpmiSimulator -Count 23)
        $null = $fleet | Test-IpmiSecurity -Summary -Report "$TestDrive/paper.html"
        $fleet | Stop-IpmiSimulator
        & chromium --headless --no-sandbox --disable-gpu "--user-data-dir=$TestDrive/chromium" "--print-to-pdf=$TestDrive/paper.pdf" "file://$TestDrive/paper.html" 2>$null
        $pdf = [System.Text.Encoding]::GetEncoding(28591).GetString([System.IO.File]::ReadAllBytes("$TestDrive/paper.pdf"))
        [regex]::Matches($pdf, '/Type\s*/Page\b').Count | Should -BeIn (5..15)
    }

    It 'has no password in findings or report' {
        foreach ($text in $html, ($findings | Format-List * | Out-String), ($findings | ConvertTo-Csv | Out-String)) { $text | Should -Not -Match 'calvin|simulated|a key\b' }
    }

    It 'names only cmdlets that there are' {
        $known = (Get-Command -Module IpmiPS).Name
        $named = [regex]::Matches(($findings.Remedy + $findings.Recommendation -join ' '), '\b[A-Z][a-z]+-Ipmi[A-Za-z]+').Value | Sort-Object -Unique
        $named.Count | Should -BeGreaterThan 0
        $named | Where-Object { $_ -notin $known } | Should -BeNullOrEmpty
        $lines = $findings.Remedy -match '^[A-Z][a-z]+-Ipmi' -split '; '
        $lines.Count | Should -BeGreaterThan 20
        foreach ($line in $lines) { { [scriptblock]::Create($line) } | Should -Not -Throw }
    }
}

Describe 'Summary' {
    BeforeAll {
        $sums = @($good | Test-IpmiSecurity -BmcKey $key -Summary -Credential $operator) + @($bad | Test-IpmiSecurity -Credential $operator -Summary -WarningAction Ignore)
    }

    It 'counts BMCs by finding, and names them to the next cmdlet' {
        $zero = $sums | Where-Object Id -EQ CipherSuiteZero
        $zero | Should -BeOfType [IpmiPS.SecuritySummary]
        $zero.Severity | Should -Be 'Critical'
        $zero.Count | Should -Be 2
        $zero.ComputerName | Should -Be ($bad | Get-Name | Sort-Object)
        ($zero | Get-IpmiDevice -Credential $operator).Count | Should -Be 2
        ($zero | ConvertTo-Csv | ConvertFrom-Csv).ComputerNameText | Should -Be ($zero.ComputerName -join ', ')
        ($sums | Where-Object Id -EQ DefaultPassword).NotChecked | Should -Be 2, 2
    }

    It 'has its report even where somebody takes only the first rows' {
        $bad | Test-IpmiSecurity -Summary -Report "$TestDrive/first.html" | Select-Object -First 1 | Should -Not -BeNullOrEmpty
        "$TestDrive/first.html" | Should -Exist
    }

    It 'leaves out what has no findings, unless it is asked for' {
        $sums.Id | Should -Not -Contain 'AnonymousLogIn'
        (($good[0] | Test-IpmiSecurity -BmcKey $key -Summary -IncludePassed) | Where-Object Id -EQ AnonymousLogIn).Count | Should -Be 0
    }
}

Describe 'Privilege' {
    It 'is Operator, which reads all' {
        $all = $bad[0] | Test-IpmiSecurity -Credential $operator -IncludePassed
        ($all | Where-Object Status -EQ NotChecked).Id | Should -Be 'DefaultPassword'
        ($all | Where-Object Id -EQ AuditAccountAdministrator).Status | Should -Be 'Passed'
        $all.Count | Should -Be 29
    }

    It 'steps down for a user, who is told what was not checked' {
        $all = $good[0] | Test-IpmiSecurity -BmcKey $key -Credential (Get-TestCredential 'user' 'user') -IncludePassed -ErrorAction Stop
        ($all | Where-Object Status -EQ NotChecked).Id | Should -Contain 'BadPasswordThresholdOff'
        ($all | Where-Object Id -EQ BadPasswordThresholdOff).Evidence | Should -Match 'needs the privilege Operator'
        ($all | Where-Object Id -EQ CipherSuiteZero).Status | Should -Be 'Passed'
        ($all | Where-Object Id -EQ KgUnset).Status | Should -Be 'Passed'
    }

    It 'is that of the session, where there is one' {
        $session = $bad[0] | New-IpmiSession
        $found = Test-IpmiSecurity -Session $session
        ($found | Where-Object Id -EQ AuditAccountAdministrator).Evidence | Should -Match "'admin'"
        $session | Test-IpmiSecurity -Summary | Should -Not -BeNullOrEmpty
    }
}

Describe 'BMCs with ways of their own' {
    It 'audits one that grants a user''s exact limit and nothing less' {
        $found = Start-IpmiSimulator -Profile intel-se7520af2 | Test-IpmiSecurity -IncludePassed -ErrorAction Stop
        ($found | Where-Object Id -EQ AuditAccountAdministrator).Status | Should -Be 'Failed'
    }

    It 'sends no ping to one that would then be silent' {
        $found = Start-IpmiSimulator -Profile supermicro-ipmi15 | Test-IpmiSecurity -ErrorAction SilentlyContinue
        ($found | Where-Object Id -EQ Ipmi15Enabled).Severity | Should -Be 'High'
    }

    It 'believes its own log-in, and not a BMC that says it has a key' {
        $found = Start-IpmiSimulator -Profile asus-p5m2 | Test-IpmiSecurity -ErrorAction Stop
        ($found | Where-Object Id -EQ KgUnset).Evidence | Should -Match '^The log-in of the audit shows'
        ($found | Where-Object Id -EQ AnonymousLogIn).Severity | Should -Be 'Low'
    }
}

Describe '-IncludeDefaultCredential' {
    It 'finds an account as it was delivered, without a log-in' {
        Set-Patience ($dell | Get-Name)
        $opened = $dell.SessionsOpened
        $refused = $dell.RefusedLogIns
        $found = $dell | Test-IpmiSecurity -IncludeDefaultCredential | Where-Object Id -EQ DefaultPassword
        $found.Severity | Should -Be 'Critical'
        $found.Evidence | Should -Match "^'root' \(id 2, Administrator\) has the default password of Dell"
        $dell.SessionsOpened | Should -Be ($opened + 1)
        $dell.RefusedLogIns | Should -Be $refused
        $dell.CommandCounts['06h/47h'] | Should -Be 2
    }

    It 'tries nothing where that could lock an account' {
        $locking = Start-IpmiSimulator -Credential (Get-TestCredential 'root' 'calvin')
        $locking | Invoke-IpmiCommand -NetFn Transport -Command 1 -Data '01 1A 00 03 00 00 00 00'
        $found = $locking | Test-IpmiSecurity -IncludeDefaultCredential | Where-Object Id -EQ DefaultPassword
        $found.Status | Should -Be 'NotChecked'
        $found.Evidence | Should -Match 'disabled for bad passwords'
        $locking.CommandCounts.Keys | Should -Not -Contain '06h/47h'
    }
}

Describe '-FirmwareBaseline' {
    It 'takes what Get-IpmiDevice gives, also through a CSV file' {
        $bad[0] | Get-IpmiDevice | Select-Object ManufacturerId, ProductId, FirmwareVersion | Export-Csv "$TestDrive/baseline.csv" -NoTypeInformation
        $all = $bad[0] | Test-IpmiSecurity -FirmwareBaseline (Import-Csv "$TestDrive/baseline.csv") -IncludePassed
        ($all | Where-Object Id -Like Firmware*).Status | Should -Be 'Passed', 'Passed'
        $found = $bad[0] | Test-IpmiSecurity -FirmwareBaseline ($bad[0] | Get-IpmiDevice), ([pscustomobject]@{ ManufacturerId = 1; FirmwareVersion = '1.0' })
        $found.Id | Should -Not -Contain 'FirmwareOutdated'
        $rule = [pscustomobject]@{ ManufacturerId = '0x7ED9'; ProductId = ''; FirmwareVersion = '99.0' }
        ($bad[0] | Test-IpmiSecurity -FirmwareBaseline $rule | Where-Object Id -EQ FirmwareOutdated).Severity | Should -Be 'Medium'
    }

    It 'refuses a row that says nothing, before anything is sent' {
        $untouched = Start-IpmiSimulator
        { $untouched | Test-IpmiSecurity -FirmwareBaseline ([pscustomobject]@{ Manufacturer = 'Dell' }) } | Should -Throw -ErrorId 'IpmiInvalidParameter*'
        $untouched.PacketCount | Should -Be 0
    }
}

Describe 'What findings say would mend them' {
    BeforeAll {
        # The null user is enabled, two administrators are one too many, and messages are not authenticated.
        function Start-Poor {
            $poor = Start-IpmiSimulator
            $null = $poor | Set-IpmiUser -Id 1 -Privilege Operator -Messaging $true -Enabled $true -NewPassword (New-IpmiPassword)
            $null = $poor | New-IpmiUser -Name 'spare-7d' -Privilege Administrator -NewPassword (New-IpmiPassword)
            $null = $poor | Set-IpmiChannel -PerMessageAuthentication $false -UserLevelAuthentication $false -Force
            $poor
        }
        function Get-Mendable {
            param([string] $Name)
            @(Test-IpmiSecurity $Name -MaximumAdministrators 1 | Where-Object Remedy -Match '^(Set|Disable)-Ipmi')
        }
        function Invoke-Remedy {
            param($Finding)
            $ErrorActionPreference = 'Stop'
            & ([scriptblock]::Create($Finding.Remedy))
        }
    }

    BeforeEach {
        $PSDefaultParameterValues['*-Ipmi*:Credential'] = $bad[0].Credential
        $PSDefaultParameterValues['*-Ipmi*:Confirm'] = $false
        $PSDefaultParameterValues['*-Ipmi*:WarningAction'] = 'Ignore'
    }

    AfterEach { 'Credential', 'BmcKey', 'Confirm', 'WarningAction', 'AllowInsecure' | ForEach-Object { $PSDefaultParameterValues.Remove("*-Ipmi*:$_") } }

    It 'sends no bytes, and names no tool that is not of this module' {
        $all = $bad[0] | Test-IpmiSecurity
        $all.Remedy + $all.Recommendation | Where-Object { $_ -match 'ipmitool|Invoke-IpmiCommand' } | Should -BeNullOrEmpty
    }

    It 'changes nothing while what the administrator chooses is not set, and has an error' {
        $address = Start-Poor | Get-Name
        $chosen = @(Get-Mendable $address | Where-Object Remedy -Match 'first set')
        $chosen.Id | Sort-Object | Should -Be 'DefaultAccountName', 'ExcessAdministrators', 'KgUnset', 'SnmpCommunity'
        foreach ($finding in $chosen) { { Invoke-Remedy $finding } | Should -Throw -ErrorId 'IpmiInvalidParameter*' -Because $finding.Id }
        (Get-Mendable $address | Where-Object Id -In $chosen.Id).Id | Should -Be $chosen.Id
    }

    It 'mends them, each line run as it stands, <Order>' -ForEach @(
        @{ Order = 'the gravest first' }
        @{ Order = 'the gravest last' }
    ) {
        $poor = Start-Poor
        $address = $poor | Get-Name
        $before = Get-Mendable $address
        $before.Count | Should -Be 19
        # What an administrator would set.
        $community = [System.Net.NetworkCredential]::new('', 'moon').SecurePassword
        $bmcKey = New-IpmiPassword -Length 20
        $name2 = 'adm-51c'
        $userId = ($poor | Get-IpmiUser -Name 'spare-7d').Id
        $null = $community, $bmcKey, $name2, $userId
        # This one says that it is to be run last.
        $lines = @($before | Where-Object Id -NE 'ChannelPrivilegeLimit')
        if ($Order -eq 'the gravest last') { [array]::Reverse($lines) }
        foreach ($finding in $lines + @($before | Where-Object Id -EQ 'ChannelPrivilegeLimit')) {
            $done = @(Invoke-Remedy $finding)
            $done.Count | Should -Be 1 -Because $finding.Id
            $done.Verified | Should -BeTrue -Because $finding.Id
            switch ($finding.Id) {
                'DefaultAccountName' { $PSDefaultParameterValues['*-Ipmi*:Credential'] = [pscredential]::new($name2, $poor.Credential.Password) }
                'KgUnset' { $PSDefaultParameterValues['*-Ipmi*:BmcKey'] = $bmcKey }
            }
        }
        $after = @(Test-IpmiSecurity $address -MaximumAdministrators 1 -IncludePassed | Where-Object Id -In $before.Id)
        $after.Count | Should -Be $before.Count
        # IPMI 1.5 stays where its types are off; and suites without an entry in the map are for the vendor's set-up, as the lines say.
        $words = @($before | Where-Object Remedy -Match 'the map has no entry')
        ($after | Where-Object Status -EQ Failed).Id | Where-Object { $_ -notin $words.Id } | Should -Be 'Ipmi15Enabled'
        foreach ($finding in $after | Where-Object { $_.Id -in $words.Id }) { $finding.Evidence | Should -Match '^Permitted: [\d, ]+ \(not in the privilege map\)\.$' }
    }

    It 'permits suite 17 again and forbids suite 0, <Order>' -ForEach @(
        @{ Order = 'the gravest first' }
        @{ Order = 'the gravest last' }
    ) {
        $sim = Start-IpmiSimulator -CipherSuite 0, 3, 17
        $null = $sim | Set-IpmiCipherSuite -Suite 17 -PrivilegeLimit Unused
        $ids = 'CipherSuiteZero', 'CipherSuite17Missing'
        $before = @($sim | Test-IpmiSecurity | Where-Object Id -In $ids)
        $before.Id | Should -Be $ids
        if ($Order -eq 'the gravest last') { [array]::Reverse($before) }
        foreach ($finding in $before) { (Invoke-Remedy $finding).Changed | Should -BeTrue -Because $finding.Id }
        ($sim | Test-IpmiSecurity -IncludePassed | Where-Object Id -In $ids).Status | Should -Be 'Passed', 'Passed'
        ($sim | Get-IpmiCipherSuite).PrivilegeLimit | Should -Be 'Unused', 'Administrator', 'Administrator'
    }

    It 'leaves MD5 and the vendor''s type to a BMC with IPMI 1.5 alone' {
        $sim = Start-IpmiSimulator -CipherSuite @() -AuthenticationType md5, none
        $PSDefaultParameterValues['*-Ipmi*:AllowInsecure'] = $true
        $null = $sim | Set-IpmiNetwork -UserAuthentication Unauthenticated, Md5, Oem
        $finding = $sim | Test-IpmiSecurity | Where-Object Id -EQ AuthenticationNone
        (Invoke-Remedy $finding).Changed | Should -BeTrue
        $after = $sim | Get-IpmiNetwork
        $after.CallbackAuthentication, $after.UserAuthentication, $after.OperatorAuthentication, $after.AdministratorAuthentication, $after.OemAuthentication |
            Should -Be 'Md5', 'Md5, Oem', 'Md5', 'Md5', 'None'
    }
}

Describe '-Report' {
    It 'is refused before anything is sent where it cannot be written, in words about the file that was named: <Reason>' -ForEach @(
        @{ Path = 'no-such-folder/report.html'; Reason = 'There is no folder' }
        @{ Path = '.'; Reason = 'This is a folder' }
        @{ Path = 'Env:\report'; Reason = 'Environment has no files' }
        @{ Path = 'read-only.html'; Reason = 'It is read-only' }
        # Only Windows keeps a file from being replaced that another program has open, and root may write to any folder.
        if ($IsWindows -or $PSEdition -eq 'Desktop') { @{ Path = 'held.html'; Reason = 'used by another process' } }
        else { @{ Path = '/proc/report.html'; Reason = "'/proc/report.html'" } }
    ) {
        $untouched = Start-IpmiSimulator
        Push-Location $TestDrive
        'read-only.html', 'held.html' | ForEach-Object { Set-Content $_ 'the old report' }
        Set-ItemProperty read-only.html IsReadOnly $true
        $held = [System.IO.File]::Open("$TestDrive/held.html", 'Open', 'Read', 'Read')
        try {
            { $untouched | Test-IpmiSecurity -Report $Path } | Should -Throw -ErrorId 'IpmiInvalidParameter*'
            $said = $Error[0].ErrorDetails.Message
            $said | Should -Match "^-Report '$([regex]::Escape($Path))' cannot be written: .*$Reason.*Nothing was sent\.$"
            $said | Should -Not -Match '\.tmp'
            'read-only.html', 'held.html' | ForEach-Object { Get-Content $_ | Should -Be 'the old report' }
            Get-ChildItem . -Filter '*.tmp' | Should -BeNullOrEmpty
        }
        finally {
            $held.Dispose()
            Set-ItemProperty read-only.html IsReadOnly $false
            Pop-Location
        }
        $untouched.PacketCount | Should -Be 0
    }

    It 'is kept under another name where the old one cannot be replaced any more' {
        $folder = New-Item "$TestDrive/late" -ItemType Directory
        # The audit has begun when the first BMC comes through the pipeline; then something takes the report's place.
        $good | ForEach-Object { $null = New-Item "$folder/report.html" -ItemType Directory -Force; $_ } |
            Test-IpmiSecurity -BmcKey $key -Summary -Report "$folder/report.html" -ErrorVariable said -ErrorAction SilentlyContinue | Should -Not -BeNullOrEmpty
        $said | Get-Id | Should -Be 'IpmiCommandFailed'
        $kept = @(Get-ChildItem $folder -File)
        $kept.Count | Should -Be 1
        "$said" | Should -Match ([regex]::Escape($kept[0].Name))
        Get-Content $kept[0].FullName -Raw | Should -Match ([regex]::Escape(($good[0] | Get-Name)))
    }

    It 'is not changed if no BMC could be audited, and an error says so' {
        Set-Content "$TestDrive/last-week.html" 'the old report'
        Test-IpmiSecurity $dead -Credential $operator -Report "$TestDrive/last-week.html" -ErrorVariable said -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $said | Get-Id | Should -Be 'IpmiUnreachable', 'IpmiCommandFailed'
        Get-Content "$TestDrive/last-week.html" | Should -Be 'the old report'
        Test-IpmiSecurity $dead -Credential $operator -Report "$TestDrive/first-time.html" -ErrorAction SilentlyContinue
        Get-Content "$TestDrive/first-time.html" -Raw | Should -Match ([regex]::Escape($dead))
    }

    It 'is not written where the pipeline ends early, and the old one stays' {
        Set-Content "$TestDrive/kept.html" 'the old report'
        $bad | Test-IpmiSecurity -Report "$TestDrive/kept.html" | Select-Object -First 1 | Should -Not -BeNullOrEmpty
        Get-Content "$TestDrive/kept.html" | Should -Be 'the old report'
        Get-ChildItem $TestDrive -Filter '*.tmp' | Should -BeNullOrEmpty
    }
}
