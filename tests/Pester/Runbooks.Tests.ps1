#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# The runbooks of docs/runbooks against one rack of virtual BMCs, and the role of its operators.

BeforeDiscovery {
    $runbooks = Get-ChildItem "$PSScriptRoot/../../docs/runbooks" -Filter *.ps1 | ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $folder = (Resolve-Path "$PSScriptRoot/../../docs/runbooks").Path

    # The third one refuses to be reset, and the fourth one is unhealthy.
    $rack = @(Start-IpmiSimulator -Count 2) + @(Start-IpmiSimulator -UnknownCommand '00/02') + @(Start-IpmiSimulator -Count 1 -UnhealthyEvery 1)
    $names = @($rack | Get-Name)
    $with = @{ Credential = $rack[0].Credential }
    function Export-Row { param([string] $Path, $Of, $Wave) $Of | Select-Object ComputerName, Port, @{ n = 'Wave'; e = { $Wave[$names.IndexOf("$($_.ComputerName):$($_.Port)")] } } | Export-Csv $Path -NoTypeInformation }
    Push-Location $TestDrive
    Export-Row all.csv $rack @()
    Export-Row good.csv $rack[0..2] @(1, 3, 2)

    # Runs one; returns the exit code, and what it wrote.
    function Invoke-Runbook {
        param([string] $Name, [hashtable] $Arguments)
        $global:LASTEXITCODE = -1
        $shown = & "$folder/$Name" @Arguments
        [pscustomobject]@{ Code = $LASTEXITCODE; Text = $shown -join "`n" }
    }
}

AfterAll {
    Pop-Location
    Get-IpmiSession | Remove-IpmiSession
    Stop-IpmiSimulator
}

Describe '<Name>' -ForEach $runbooks {
    It 'has help, a log, and an exit code' {
        $text = Get-Content $Path -Raw
        $errors = $null
        $ast = [System.Management.Automation.Language.Parser]::ParseInput($text, [ref]$null, [ref]$errors)
        $errors | Should -BeNullOrEmpty
        $help = $ast.GetHelpContent()
        $help.Synopsis, $help.Description -join ' ' | Should -Match '\w+ \w+'
        $help.Examples.Count | Should -BeGreaterThan 0
        $ast.ParamBlock.Parameters.Name.VariablePath.UserPath | Should -Contain 'LogPath'
        foreach ($parameter in $ast.ParamBlock.Parameters.Name.VariablePath.UserPath) { $help.Parameters[$parameter.ToUpperInvariant()] | Should -Match '\w+ \w+' -Because $parameter }
        $ast.EndBlock.Statements[-1] | Should -BeOfType System.Management.Automation.Language.ExitStatementAst
    }

    It 'ends with its code for "not done" without an inventory, and asks nothing' {
        $run = Invoke-Runbook $Name (@{ LogPath = 'missing.log' } + $(if ($Name -eq 'Test-NewRack.ps1') { @{ ComputerName = '256.0.0.1'; ExpectedCount = 1; Folder = 'none' } } else { @{ Inventory = 'missing.csv' } }))
        $run.Code | Should -BeGreaterOrEqual 2
        Get-Content missing.log -Raw | Should -Match '\w+ \w+'
    }
}

Describe 'The report of health' {
    It 'is handed over with its subject, text and page, once for each event' {
        $mail = @{ }
        $send = { param($Subject, $Text, $HtmlPath) $mail.Subject = $Subject; $mail.Text = $Text; $mail.Page = Get-Content $HtmlPath -Raw }
        $run = Invoke-Runbook Send-HealthReport.ps1 (@{ Inventory = 'all.csv'; Send = $send } + $with)
        $run.Code | Should -Be 2
        $mail.Subject | Should -Be 'IPMI CRITICAL: 1 of 4 servers need attention'
        $mail.Text | Should -BeLike "$($names[3]) *Fan3: 0 RPM*Event *"
        foreach ($name in $names) { $mail.Page | Should -BeLike "*<td>$name</td>*" }
        Get-Content health.log -Raw | Should -BeLike '*handed over*'
        $null = Invoke-Runbook Send-HealthReport.ps1 (@{ Inventory = 'all.csv'; Send = $send } + $with)
        $mail.Text | Should -Not -BeLike '*Event*'
        $mail.Clear()
        (Invoke-Runbook Send-HealthReport.ps1 (@{ Inventory = 'good.csv'; Send = $send } + $with)).Code | Should -Be 0
        $mail.Count | Should -Be 0
        Set-Content mail.ps1 'param($Subject, $Text, $HtmlPath) Set-Content mail.txt $Subject'
        (Invoke-Runbook Send-HealthReport.ps1 (@{ Inventory = 'good.csv'; Send = 'mail.ps1'; Always = $true } + $with)).Code | Should -Be 0
        Get-Content mail.txt | Should -BeLike 'IPMI OK: *'
    }
}

Describe 'The audit' {
    It 'reports findings, and what is new and gone since the last one' {
        $audit = @{ Inventory = 'all.csv'; Severity = 'Critical'; Folder = 'audits' } + $with
        $first = Invoke-Runbook Invoke-QuarterlyAudit.ps1 $audit
        $first.Code | Should -BeIn 0, 1
        $written = Get-Item audits/*/findings.csv
        @(Import-Csv $written).Count | Should -BeGreaterThan 4
        Get-Item audits/*/audit.html | Should -Not -BeNullOrEmpty

        # A finding that there is no more, and one that was not there.
        $rows = @(Import-Csv $written | Select-Object -Skip 1) + [pscustomobject]@{ ComputerName = 'bmc9'; Id = 'Old'; Severity = 'High' }
        $rows | Export-Csv $written -NoTypeInformation
        Rename-Item $written.Directory '2000-01-01'
        $second = Invoke-Runbook Invoke-QuarterlyAudit.ps1 $audit
        @($second.Text -split "`n" -match 'New: ').Count | Should -Be 1
        $second.Text | Should -BeLike '*Gone: bmc9 High Old*'
    }
}

Describe 'A restart of a rack' {
    It 'does nothing if a server has a critical fault' {
        $run = Invoke-Runbook Restart-Rack.ps1 (@{ Inventory = 'all.csv' } + $with)
        $run.Code | Should -Be 2
        $run.Text | Should -BeLike "*Nothing was begun*$($names[3])*"
        $rack.PowerActions | Should -BeNullOrEmpty
        Get-IpmiSession | Should -BeNullOrEmpty
    }

    It 'stops after a wave that failed' {
        (Invoke-Runbook Restart-Rack.ps1 (@{ Inventory = 'good.csv'; WhatIf = $true; SettleSeconds = 0 } + $with)).Code | Should -Be 0
        $rack.PowerActions | Should -BeNullOrEmpty
        $run = Invoke-Runbook Restart-Rack.ps1 (@{ Inventory = 'good.csv'; Action = 'Reset'; SettleSeconds = 0 } + $with)
        $run.Code | Should -Be 2
        $results = Import-Csv restart-rack.csv
        $results.Wave | Should -Be 1, 2, 3
        $results.ComputerName | Should -Be $names[0, 2, 1]
        $results.Result | Should -Be Done, Failed, NotStarted
        $rack[0].PowerActions | Should -Be Reset
        $rack[1].PowerActions | Should -BeNullOrEmpty
    }

    It 'ends with 0 after all waves' {
        Export-Row two.csv $rack[0, 1] @(1, 1)
        (Invoke-Runbook Restart-Rack.ps1 (@{ Inventory = 'two.csv'; Action = 'Reset'; SettleSeconds = 0 } + $with)).Code | Should -Be 0
        (Import-Csv restart-rack.csv).Result | Should -Be Done, Done
    }
}

Describe 'The report of drift' {
    It 'has settings and firmware that differ' {
        Export-Row one.csv $rack[0] @()
        $null = $rack[0] | Export-IpmiConfiguration -Path golden.json -ExcludeIdentity -Section Sol
        Set-Content baseline.psd1 "@{ Firmware = @(@{ ManufacturerId = 32473; FirmwareVersion = '2.14' }) }"
        $drift = @{ Inventory = 'one.csv'; Folder = 'fleet'; ReferencePath = 'golden.json'; FirmwareBaseline = 'baseline.psd1' } + $with
        (Invoke-Runbook Export-DriftReport.ps1 $drift).Code | Should -Be 0
        Get-Content fleet/drift.html -Raw | Should -BeLike '*0 differences on 0 of 1 BMCs*'
        $null = $rack[0] | Set-IpmiSolConfiguration -SendThreshold 95
        Set-Content baseline.psd1 "@{ Firmware = @(@{ ManufacturerId = 32473; FirmwareVersion = '9.99' }) }"
        (Invoke-Runbook Export-DriftReport.ps1 $drift).Code | Should -Be 1
        $found = Import-Csv fleet/drift.csv
        $found.Setting | Should -Be 'Sol/1/SendThreshold', 'Firmware'
        $found.Present | Should -Be 95, '2.14'
        Get-Item fleet/bmc/*.json | Should -Not -BeNullOrEmpty
    }
}

Describe 'The proof of a new rack' {
    It 'has a line for each BMC, and counts those that are missing' {
        $new = @{ ComputerName = $names; ExpectedCount = 4; Severity = 'Critical' } + $with
        (Invoke-Runbook Test-NewRack.ps1 $new).Code | Should -Be 1
        $proof = Import-Csv new-rack/proof.csv
        $proof.ComputerName | Should -Be @($names | Sort-Object)
        ($proof | Where-Object ComputerName -EQ $names[3]).Reasons | Should -BeLike '*Fan3: 0 RPM*'
        $proof.Result | Should -Not -Contain 'NotTested'
        @(Import-Csv new-rack/inventory.csv).Count | Should -Be 4
        Get-Item new-rack/audit.html | Should -Not -BeNullOrEmpty
        $new.ExpectedCount = 5
        $run = Invoke-Runbook Test-NewRack.ps1 $new
        $run.Code | Should -Be 2
        $run.Text | Should -BeLike '*4 of 5 BMCs were found.*'
        @(Import-Csv new-rack/bmcs.csv | Get-IpmiPower @with).Count | Should -Be 4
    }
}

Describe 'New passwords' {
    It 'are in the journal, and a run is not begun twice' {
        $passwords = @{ Inventory = 'good.csv'; Journal = 'rack.journal' } + $with
        (Invoke-Runbook Update-RackPassword.ps1 ($passwords + @{ WhatIf = $true })).Code | Should -Be 0
        $rack.PasswordChanges | Should -Not -Contain 1
        (Invoke-Runbook Update-RackPassword.ps1 $passwords).Code | Should -Be 0
        $rack[0..2].PasswordChanges | Should -Be 1, 1, 1
        @(Get-IpmiPasswordJournal rack.journal @with | Get-IpmiPower).Count | Should -Be 3
        (Import-Csv passwords.csv).State | Should -Be Changed, Changed, Changed
        (Invoke-Runbook Update-RackPassword.ps1 $passwords).Code | Should -Be 2
        (Invoke-Runbook Update-RackPassword.ps1 ($passwords + @{ Resume = $true })).Code | Should -Be 0
        $rack[0..2].PasswordChanges | Should -Be 1, 1, 1
    }
}

Describe 'The role of operators' -Skip:($PSVersionTable.PSEdition -eq 'Desktop') {
    BeforeAll {
        # Not what only Windows has: virtual accounts, and transcripts in the folder of the example.
        $role = "$folder/jea/IpmiOperator.psrc"
        $endpoint = (Get-Content "$folder/jea/IpmiOperator.pssc" -Raw) -replace [regex]::Escape('C:\ProgramData\IpmiPS\IpmiOperator.psrc'), $role -replace '(?m)^\s*(RunAsVirtualAccount|TranscriptDirectory).*$'
        Set-Content "$TestDrive/operator.pssc" $endpoint
        $path = $env:PSModulePath
        $env:PSModulePath = (Split-Path $ModuleUnderTest) + [System.IO.Path]::PathSeparator + $path
        try {
            $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateFromSessionConfigurationFile("$TestDrive/operator.pssc", { $true })
            $runspace = [runspacefactory]::CreateRunspace($state)
            $runspace.Open()
        }
        finally { $env:PSModulePath = $path }
        $bmc = @{ ComputerName = Get-Name $rack[3]; Credential = $rack[3].Credential }

        function Invoke-AsOperator {
            param([string] $Command, [hashtable] $Arguments)
            $shell = [powershell]::Create()
            $shell.Runspace = $runspace
            try { $shell.AddCommand($Command).AddParameters($Arguments).Invoke() } finally { $shell.Dispose() }
        }
    }

    AfterAll { $runspace.Dispose() }

    It 'reads and cycles' {
        (Invoke-AsOperator Get-IpmiPower $bmc).State | Should -Be On
        @(Invoke-AsOperator Get-IpmiSensor $bmc).Count | Should -BeGreaterThan 10
        (Invoke-AsOperator Test-IpmiHealth $bmc).Health | Should -Be Critical
        $null = Invoke-AsOperator Invoke-IpmiPower ($bmc + @{ Action = 'Cycle'; Confirm = $false })
        $rack[3].PowerActions | Should -Be Cycle
    }

    It 'refuses <Command> with <With.Keys>' -ForEach @(
        @{ Command = 'Set-IpmiBootDevice'; With = @{ Device = 'Pxe' } }
        @{ Command = 'Update-IpmiPassword'; With = @{ } }
        @{ Command = 'Remove-IpmiUser'; With = @{ Name = 'user' } }
        @{ Command = 'Clear-IpmiSel'; With = @{ } }
        @{ Command = 'Invoke-IpmiCommand'; With = @{ NetFn = 'App'; Command = 1 } }
        @{ Command = 'Invoke-IpmiPower'; With = @{ Action = 'Off' } }
        @{ Command = 'Get-IpmiSel'; With = @{ RulePath = 'rules.psd1' } }
        @{ Command = 'Test-IpmiHealth'; With = @{ Bookmark = 'bookmarks.csv' } }
        @{ Command = 'Get-ChildItem'; With = @{ } }
    ) {
        $sent = Get-ResponseCount $rack[3]
        { Invoke-AsOperator $Command $(if ($Command -like '*-Ipmi*') { $bmc + $With } else { $With }) } | Should -Throw
        $rack[3].ResponseCount | Should -Be $sent
    }

    It 'has no language' {
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        { $shell.AddScript('1 + 1').Invoke() } | Should -Throw
        $shell.Dispose()
    }

    It 'decides about every cmdlet of the module' {
        # A new cmdlet is either visible to operators, which the role says, or refused, which this list says.
        $refused = @(
            # Changes settings, accounts, logs or inventories.
            'Add-IpmiSelEntry', 'Clear-IpmiSel', 'Close-IpmiActiveSession', 'Disable-IpmiUser', 'Enable-IpmiUser', 'Import-IpmiFru', 'Import-IpmiSdr', 'New-IpmiUser'
            'Remove-IpmiSelEntry', 'Remove-IpmiUser', 'Reset-IpmiSensor', 'Reset-IpmiWatchdog', 'Restart-IpmiDevice', 'Send-IpmiEvent', 'Set-IpmiAcpiPowerState', 'Set-IpmiAlert'
            'Set-IpmiAlertDestination', 'Set-IpmiAlertFilter', 'Set-IpmiAlertPolicy', 'Set-IpmiAssetTag', 'Set-IpmiBmcKey', 'Set-IpmiBootDevice', 'Set-IpmiBootOption', 'Set-IpmiChannel', 'Set-IpmiChassis', 'Set-IpmiCipherSuite', 'Set-IpmiClock'
            'Set-IpmiConfiguration', 'Set-IpmiDcmiConfiguration', 'Set-IpmiEventReceiver', 'Set-IpmiFan', 'Set-IpmiFirewall', 'Set-IpmiFru', 'Set-IpmiGlobalEnable', 'Set-IpmiNetwork'
            'Set-IpmiPowerLimit', 'Set-IpmiSensorEvent', 'Set-IpmiSensorThreshold', 'Set-IpmiSerialConfiguration', 'Set-IpmiSolConfiguration', 'Set-IpmiSystemInfo', 'Set-IpmiUser'
            'Set-IpmiWatchdog', 'Stop-IpmiSol', 'Stop-IpmiWatchdog', 'Update-IpmiPassword'
            # Sends anything, opens a console, or opens a port.
            'Receive-IpmiAlert', 'Test-IpmiAlert', 'Send-IpmiSyslog', 'Write-IpmiEventLog', 'Enter-IpmiSol', 'Invoke-IpmiCommand', 'Invoke-IpmiMasterWriteRead', 'Invoke-IpmiSol'
            # Runs commands in the background.
            'Register-IpmiEvent'
            # Reads or writes files of the computer, or tries and shows passwords.
            'Clear-IpmiCache', 'Compare-IpmiConfiguration', 'ConvertFrom-IpmiTrap', 'Export-IpmiConfiguration', 'Export-IpmiFru', 'Export-IpmiMetric', 'Export-IpmiSdr', 'Export-IpmiSel', 'Get-IpmiPasswordJournal', 'New-IpmiPassword', 'New-IpmiReport', 'Test-IpmiCredential'
            # Opens a port of the computer.
            'Start-IpmiDashboard', 'Stop-IpmiDashboard'
            # Virtual BMCs.
            'Get-IpmiSimulator', 'Start-IpmiSimulator', 'Stop-IpmiSimulator'
        )
        $visible = @((Import-PowerShellDataFile $role).VisibleCmdlets | ForEach-Object { if ($_ -is [hashtable]) { $_.Name } else { $_ } })
        $visible | Where-Object { $_ -in $refused } | Should -BeNullOrEmpty
        $undecided = @((Get-Command -Module IpmiPS).Name | Where-Object { $_ -notin $visible + $refused })
        $undecided | Should -BeNullOrEmpty -Because 'a new cmdlet belongs into VisibleCmdlets of jea/IpmiOperator.psrc, or into this list'
    }
}
