#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# The DSC resources of IpmiPSDsc, used as the PowerShell adapter of dsc 3 uses them: properties are those that the text of the module has, instances come from
# the module by the name of the class, and values from JSON.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $folder = Join-Path (Split-Path $ModuleUnderTest) 'IpmiPSDsc'
    $manifest = Import-PowerShellDataFile "$folder/IpmiPSDsc.psd1"

    $problems = $null
    $syntax = [System.Management.Automation.Language.Parser]::ParseFile("$folder/IpmiPSDsc.psm1", [ref] $null, [ref] $problems)
    $types = @{}
    foreach ($type in $syntax.FindAll({ $args[0] -is [System.Management.Automation.Language.TypeDefinitionAst] }, $false)) { $types[$type.Name] = $type }

    function Get-DscProperty {
        param($Type)
        $Type.BaseTypes | ForEach-Object { $types[$_.TypeName.Name] } | Where-Object { $_ } | ForEach-Object { Get-DscProperty $_ }
        $Type.Members | Where-Object { $_ -is [System.Management.Automation.Language.PropertyMemberAst] -and $_.Attributes.TypeName.Name -contains 'DscProperty' }
    }

    # In a runspace of its own, in which no one can be asked.
    $runspace = [runspacefactory]::CreateRunspace()
    $runspace.Open()
    function Invoke-InRunspace {
        param([scriptblock] $Script, [object[]] $Arguments)
        $powershell = [powershell]::Create()
        $powershell.Runspace = $runspace
        $null = $powershell.AddScript($Script)
        $Arguments | ForEach-Object { $null = $powershell.AddArgument($_) }
        try { $powershell.Invoke() }
        catch { throw $_.Exception.InnerException.Message }
        finally { $powershell.Dispose() }
    }
    $null = Invoke-InRunspace { param($first, $second) $ErrorActionPreference = 'Stop'; $WarningPreference = 'SilentlyContinue'; Import-Module $first, $second } $ModuleUnderTest, "$folder/IpmiPSDsc.psd1"

    function Invoke-Resource {
        param([string] $Operation, [string] $Type, [string] $Json)
        $kinds = @{}
        Get-DscProperty $types[$Type] | ForEach-Object { $kinds[$_.Name] = $_.PropertyType.TypeName.Name }
        Invoke-InRunspace -Arguments $Operation, $Type, $Json, $kinds -Script {
            param($operation, $type, $json, $kinds)
            function ConvertTo-Result { param($Instance) $result = @{}; foreach ($name in $kinds.Keys) { $value = $Instance.$name; if ($value -is [enum]) { $value = "$value" }; $result[$name] = $value }; $result }

            $class = (Get-Module IpmiPSDsc).Invoke([scriptblock]::Create("'$type' -as 'type'"))
            $instance = $class::new()
            $properties = @(($json | ConvertFrom-Json).psobject.Properties)
            foreach ($property in $properties) {
                $value = $property.Value
                if ($value -is [pscustomobject] -and $kinds[$property.Name] -eq 'PSCredential') {
                    if ($value.secureObject) { $value = $value.secureObject }
                    $value = [pscredential]::new($value.username, [System.Net.NetworkCredential]::new('', $value.password).SecurePassword)
                }
                elseif ($value -is [pscustomobject]) {
                    $table = @{}
                    $value.psobject.Properties | ForEach-Object { $table[$_.Name] = $_.Value }
                    $value = $table
                }
                $instance.($property.Name) = $value
            }
            switch ($operation) {
                'Get' { ConvertTo-Result $instance.Get() | ConvertTo-Json -Depth 10 }
                'Test' { $instance.Test() }
                'Set' { $instance.Set() }
                'WhatIf' { $instance.WhatIf() }
                'Export' {
                    $method = $class.GetMethods() | Where-Object { $_.Name -eq 'Export' -and $_.GetParameters().Count -eq [int]($properties.Count -gt 0) }
                    $given = if ($properties.Count -gt 0) { , @($instance) } else { $null }
                    foreach ($one in $method.Invoke($null, $given)) { ConvertTo-Result $one | ConvertTo-Json -Depth 10 }
                }
            }
        }
    }

    # The connection to a virtual BMC and properties, as JSON.
    function Get-Json {
        param($Simulator, [hashtable] $Properties = @{})
        $login = $Simulator.Credential.GetNetworkCredential()
        @{ ComputerName = $Simulator.ComputerName; Port = $Simulator.Port; Credential = @{ username = $login.UserName; password = $login.Password } } + $Properties | ConvertTo-Json -Depth 5
    }

    # How many commands the BMC got that neither read nor belong to a session. Resources only read the postpone timer, with the command that could arm it.
    $reading = Get-Content "$root/src/IpmiPS.Core/Commands/commands.txt" | Where-Object { $_ -match '\t(Get|Read|Reserve|Arm PEF Postpone Timer|Set Session Privilege|Close Session)[^\t]*$' } | ForEach-Object { $_ -replace '^(..)/(..).*', '$1h/$2h' }
    function Get-WriteCount {
        param($Simulator)
        ($Simulator.CommandCounts.GetEnumerator() | Where-Object Key -NotIn $reading | Measure-Object Value -Sum).Sum -as [int]
    }
}

AfterAll {
    $runspace.Dispose()
    Stop-IpmiSimulator
}

Describe 'The module of the DSC resources' {
    It 'has what the adapter and Windows PowerShell look for' {
        $problems | Should -BeNullOrEmpty
        $manifest.RootModule | Should -Be 'IpmiPSDsc.psm1'
        Get-Content "$folder/IpmiPSDsc.psd1" | Where-Object { $_ -match '^[^#]*\bDscResourcesToExport\b.*' } | Should -Not -BeNullOrEmpty
        $resources = $types.Values | Where-Object { $_.Attributes.TypeName.Name -contains 'DscResource' } | ForEach-Object Name | Sort-Object
        $manifest.DscResourcesToExport | Should -Be $resources
        foreach ($name in $resources) {
            $methods = $types[$name].Members | Where-Object { $_ -is [System.Management.Automation.Language.FunctionMemberAst] } | ForEach-Object Name
            foreach ($method in 'Get', 'Set', 'Test', 'WhatIf', 'Export') { $methods | Should -Contain $method -Because $name }
        }
    }

    It 'has the version and address of IpmiPS, and requires it' {
        $other = Import-PowerShellDataFile "$ModuleUnderTest/IpmiPS.psd1"
        $manifest.ModuleVersion | Should -Be $other.ModuleVersion
        $manifest.PrivateData.PSData.ProjectUri | Should -Be $other.PrivateData.PSData.ProjectUri
        $required = $manifest.RequiredModules[0]
        $required.ModuleName, $required.ModuleVersion, $required.GUID | Should -Be 'IpmiPS', $other.ModuleVersion, $other.GUID
    }

    It 'has the manifests that its classes make' {
        $null = & "$root/src/IpmiPSDsc/Update-Manifest.ps1" -Destination $TestDrive
        $made = Get-ChildItem $TestDrive -Filter *.dsc.adaptedresource.json
        $made.Count | Should -Be $manifest.DscResourcesToExport.Count
        (Get-ChildItem $folder -Filter *.json).Name | Should -Be $made.Name
        # Windows PowerShell indents JSON in another way.
        foreach ($file in $made) { Get-Content "$folder/$($file.Name)" -Raw | ConvertFrom-Json | ConvertTo-Json -Depth 12 | Should -Be (Get-Content $file.FullName -Raw | ConvertFrom-Json | ConvertTo-Json -Depth 12) }
    }

    # What Windows PowerShell makes of a class before it compiles a configuration. PowerShell 7 still has that code, though not as a public method.
    It 'has properties of types that a MOF file has' {
        $cache = [psobject].Assembly.GetType('Microsoft.PowerShell.DesiredStateConfiguration.Internal.DscClassCache')
        $make = if ($cache) { $cache.GetMethods([System.Reflection.BindingFlags] 'Static, NonPublic, Public') | Where-Object { $_.Name -eq 'GenerateMofForAst' -and $_.GetParameters().Count -eq 1 } }
        if (-not $make) { Set-ItResult -Skipped -Because 'this PowerShell does not have it'; return }
        foreach ($name in $manifest.DscResourcesToExport) {
            $mof = $make.Invoke($null, @($types[$name]))
            foreach ($property in Get-DscProperty $types[$name]) { $mof | Should -Match "\[(key|write|read)\b.*\]\w+ $($property.Name)(\[\])?;" }
        }
    }
}

Describe 'A resource: <Type>' -ForEach @(
    @{ Type = 'IpmiUser'; Properties = @{ UserName = 'service'; Password = @{ secureObject = @{ username = 'x'; password = 'four words long' } }; Privilege = 'Operator'; ChannelPrivilege = @{ '1' = 'Operator' }; Payloads = @('Sol') }
        Expected = 'Ensure should be Present, and is Absent.' }
    @{ Type = 'IpmiUser'; Properties = @{ UserName = 'operator'; Enabled = $false; Privilege = 'User'; Messaging = $false }
        Expected = 'Enabled should be False, and is True.', 'Privilege should be User, and is Operator.', 'Messaging should be False, and is True.' }
    @{ Type = 'IpmiUser'; Properties = @{ UserName = 'user'; Ensure = 'Absent' }; Expected = 'Ensure should be Absent, and is Present.' }
    @{ Type = 'IpmiNetwork'; Properties = @{ Channel = 1; BadPasswordThreshold = 4; LockOutInterval = 60; GratuitousArp = $null; IPv6StaticAddress = @() }
        Expected = 'BadPasswordThreshold should be 4, and is 0.', 'LockOutInterval should be 60, and is 300.' }
    @{ Type = 'IpmiBootOrder'; Properties = @{ Device = 'Pxe'; Uefi = $true }; Expected = 'Device should be Pxe, and is None.', 'Uefi should be True, and is not reported.' }
    @{ Type = 'IpmiPowerState'; Properties = @{ State = 'Off'; Shutdown = 'Hard' }; Expected = 'State should be Off, and is On.' }
    @{ Type = 'IpmiSol'; Properties = @{ Privilege = 'Operator'; AccumulateInterval = 50; BitRate = '115200' }
        Expected = 'Privilege should be Operator, and is User.', 'AccumulateInterval should be 50, and is 60.' }
    @{ Type = 'IpmiAlert'; Properties = @{ Receiver = @('127.0.0.5', '127.0.0.6'); On = @('AnyFault', 'ChassisIntrusion'); Enabled = $true; Acknowledged = $true; AlertStartupDelay = 0; Community = @{ username = 'x'; password = 'tr4ps' } }
        Expected = 'Receiver should be 127.0.0.5, 127.0.0.6, and is None.', 'On should be AnyFault, ChassisIntrusion, and is None.', 'Enabled should be True, and is False.', 'Acknowledged should be True, and is not reported.', 'Community should be the given one, and is another one.' }
    @{ Type = 'IpmiConfiguration'; Properties = @{ Path = ''; Content = '{ "Format": 1, "Chassis": { "RestorePolicy": "AlwaysOff" } }' }
        Expected = 'Chassis/RestorePolicy should be AlwaysOff, and is Previous.' }
) {
    BeforeAll { $sim = Start-IpmiSimulator }

    It 'reads, predicts, changes, and then sends nothing' {
        $json = Get-Json $sim $Properties
        $writes = Get-WriteCount $sim
        $before = Invoke-Resource Get $Type $json | ConvertFrom-Json
        $before.Reasons.Phrase | Should -Be $Expected
        $before.Reasons[0].Code | Should -BeLike "${Type}:${Type}:*"
        Invoke-Resource Test $Type $json | Should -BeFalse
        $change = Invoke-Resource WhatIf $Type $json | ConvertFrom-Json
        $change._metadata.whatIf.Count | Should -Be @($Expected).Count
        Get-WriteCount $sim | Should -Be $writes

        Invoke-Resource Set $Type $json | Should -BeNullOrEmpty
        $writes = Get-WriteCount $sim
        $writes | Should -BeGreaterThan 0
        Invoke-Resource Test $Type $json | Should -BeTrue
        Invoke-Resource Set $Type $json | Should -BeNullOrEmpty
        $after = Invoke-Resource Get $Type $json | ConvertFrom-Json
        $after.Reasons | Should -BeNullOrEmpty
        foreach ($secret in 'Credential', 'BmcKey', 'Password', 'Community') { $after.$secret | Should -BeNullOrEmpty }
        foreach ($name in $change.psobject.Properties.Name -ne '_metadata') {
            if ($null -ne $change.$name) { "$($after.$name)" | Should -Be "$($change.$name)" -Because $name }
        }

        # What Export returns is input, apart from the credential.
        foreach ($one in Invoke-Resource Export $Type (Get-Json $sim)) {
            $state = $one | ConvertFrom-Json
            $state.Credential = ($json | ConvertFrom-Json).Credential
            Invoke-Resource Test $Type ($state | ConvertTo-Json -Depth 10) | Should -BeTrue
        }
        Get-WriteCount $sim | Should -Be $writes
    }
}

Describe 'Resources' {
    BeforeEach { $sim = Start-IpmiSimulator }

    It 'refuse what would lock out the caller, unless that is intended' {
        $admin = @{ username = 'second'; password = 'four words long' }
        Invoke-Resource Set IpmiUser (Get-Json $sim @{ UserName = 'second'; Password = $admin; Privilege = 'Administrator' })
        $writes = Get-WriteCount $sim
        $own = @{ UserName = $sim.Credential.UserName; Privilege = 'Operator' }
        { Invoke-Resource Set IpmiUser (Get-Json $sim $own) } | Should -Throw '*is the user that has logged in*AllowLockOut*'
        { Invoke-Resource Set IpmiUser (Get-Json $sim @{ UserName = 'admin'; Ensure = 'Absent' }) } | Should -Throw '*is the user that has logged in*AllowLockOut*'
        { Invoke-Resource Set IpmiNetwork (Get-Json $sim @{ VlanId = 12 }) } | Should -Throw '*change of VlanId*AllowLockOut*'
        { Invoke-Resource Set IpmiConfiguration (Get-Json $sim @{ Content = '{ "Format": 1, "Network": { "1": { "VlanId": 12 } } }' }) } | Should -Throw '*AllowLockOut*'
        Get-WriteCount $sim | Should -Be $writes
        Invoke-Resource Set IpmiUser (Get-Json $sim ($own + @{ AllowLockOut = $true }))
        (Get-IpmiUser ($sim | Get-Name) admin -Credential (Get-TestCredential $admin.username $admin.password)).Privilege | Should -Be 'Operator'

        $moving = Start-IpmiSimulator -Address 127.0.9.1
        Invoke-Resource Set IpmiNetwork (Get-Json $moving @{ IPv4Address = '127.0.9.2'; AllowLockOut = $true })
        $moving.ComputerName | Should -Be '127.0.9.2'
        Invoke-Resource Test IpmiNetwork (Get-Json $moving @{ IPv4Address = '127.0.9.2' }) | Should -BeTrue
    }

    It 'have the BMC compare a password, and set it, only on request' {
        $wanted = @{ UserName = 'user'; Password = @{ username = 'user'; password = 'another password' } }
        Invoke-Resource Test IpmiUser (Get-Json $sim $wanted) | Should -BeTrue
        $checked = Get-Json $sim ($wanted + @{ VerifyPassword = $true })
        (Invoke-Resource Get IpmiUser $checked | ConvertFrom-Json).Reasons.Phrase | Should -Be 'Password should be the given one, and is another one.'
        Invoke-Resource Set IpmiUser $checked
        Invoke-Resource Test IpmiUser $checked | Should -BeTrue
        Invoke-Resource WhatIf IpmiUser $checked | Should -Not -BeLike '*another password*'
        $sim | Test-IpmiCredential -UserCredential (Get-TestCredential user 'another password') -Quiet | Should -BeTrue
    }

    It 'put a user in the entry that is given, and not over another one' {
        $new = @{ UserName = 'ninth'; UserId = 9; Password = @{ username = 'x'; password = 'four words long' }; Enabled = $false }
        Invoke-Resource Set IpmiUser (Get-Json $sim $new)
        $made = $sim | Get-IpmiUser -Name ninth
        $made.Id, $made.Enabled, "$($made.Privilege)" | Should -Be 9, $false, 'User'
        $new.UserName = 'other'
        { Invoke-Resource Set IpmiUser (Get-Json $sim $new) } | Should -Throw "*User 9 is 'ninth', and not free for 'other'*"
        { Invoke-Resource Set IpmiUser (Get-Json $sim @{ UserName = 'ninth'; UserId = 8 }) } | Should -Throw "*'ninth' is user 9, and not 8*"
        $rest = Invoke-Resource Export IpmiUser (Get-Json $sim @{ UserName = 'n*'; Enabled = $false }) | ConvertFrom-Json
        $rest.UserName | Should -Be 'ninth'
    }

    It 'have the receivers and events of alerts that are wanted, and no others' {
        $null = $sim | Set-IpmiAlert -Receiver 127.0.0.9, 127.0.0.5 -On PowerState
        $wanted = Get-Json $sim @{ Receiver = @('127.0.0.5', '127.0.0.6'); On = @('CriticalThreshold', 'SelFull'); Enabled = $true }
        Invoke-Resource Set IpmiAlert $wanted
        Invoke-Resource Test IpmiAlert $wanted | Should -BeTrue
        $setup = $sim | Get-IpmiAlert
        -split $setup.Receiver | Sort-Object | Should -Be '127.0.0.5', '127.0.0.6'
        "$($setup.On)" | Should -Be 'CriticalTemperature, CriticalVoltage, Fan, CriticalThreshold, SelFull'
        Invoke-Resource Set IpmiAlert (Get-Json $sim @{ Receiver = @('None'); On = @('None'); Enabled = $false })
        $setup = $sim | Get-IpmiAlert
        $setup.Receiver, "$($setup.On)", $setup.Enabled | Should -Be '', 'None', $false
        # Entries that lead to no address, as some vendors deliver them, are no receivers.
        2..4 | ForEach-Object { $null = $sim | Set-IpmiAlertPolicy -Number $_ -PolicyNumber 1 -Channel 1 -Destination $_ -Enabled $true }
        $wanted = Get-Json $sim @{ Receiver = @('127.0.0.5'); On = @('Fan'); Enabled = $true; Acknowledged = $true }
        Invoke-Resource Set IpmiAlert $wanted
        Invoke-Resource Test IpmiAlert $wanted | Should -BeTrue
        # Filters that would switch the server off are not brought to life.
        $null = $sim | Set-IpmiAlert -Enabled $false
        $null = $sim | Set-IpmiAlert -EnabledActions Alert, PowerOff -Force
        $null = $sim | Set-IpmiAlertFilter -Number 7 -Actions PowerOff -SensorType Any -SensorNumber Any -EventType Any -Offsets Any -GeneratorId Any -GeneratorChannel Any -Enabled $true -Force
        { Invoke-Resource Set IpmiAlert $wanted } | Should -Throw '*(event filters 7), and this host cannot ask. Nothing was changed. Make this change once with the cmdlet, which asks.*'
        { Invoke-Resource Set IpmiAlert (Get-Json $sim @{ Receiver = @('monitor') }) } | Should -Throw '*not an address*'
        { Invoke-Resource Set IpmiAlert (Get-Json $sim @{ On = @('Everything') }) } | Should -Throw '*Groups of events are*AnyFault*'
        { Invoke-Resource Test IpmiAlert (Get-Json (Start-IpmiSimulator -Profile openbmc) @{ Enabled = $true }) } | Should -Throw '*does not have platform event filtering*'
    }

    It 'fail with the BMC and what to do' {
        { Invoke-Resource Set IpmiUser (Get-Json $sim @{ UserName = 'none' }) } | Should -Throw "*$($sim.ComputerName)*no user 'none'*Password is missing*"
        { Invoke-Resource Get IpmiUser (Get-Json $sim @{ UserName = '' }) } | Should -Throw '*UserId is missing*'
        { Invoke-Resource Test IpmiSol (Get-Json $sim @{ AccumulateInterval = 52 }) } | Should -Throw '*multiples of 5*'
        { Invoke-Resource Test IpmiConfiguration (Get-Json $sim @{ Path = 'golden.json' }) } | Should -Throw '*not a full one*'
        { Invoke-Resource Test IpmiUser (Get-Json $sim @{ UserName = 'x'; Privilege = 'Root' }) } | Should -Throw '*Administrator*'
        { Invoke-Resource Export IpmiUser '{}' } | Should -Throw '*filter with ComputerName and Credential*'
        { Invoke-Resource Test IpmiPowerState (@{ ComputerName = '127.0.0.[1-2]'; Credential = @{ username = 'a'; password = 'b' }; State = 'On' } | ConvertTo-Json) } | Should -Throw '*is for one*'
        $dead = Get-DeadName
        { Invoke-Resource Test IpmiPowerState (@{ ComputerName = $dead; Credential = @{ username = 'a'; password = 'b' }; State = 'On'; TimeoutSeconds = 5 } | ConvertTo-Json) } | Should -Throw "*$dead*"
    }

    It 'turn a server off without its operating system if that does not do it in time' {
        # Its operating system needs six of these.
        $slow = Start-IpmiSimulator -PowerDelay 0:0:1
        Invoke-Resource Set IpmiPowerState (Get-Json $slow @{ State = 'Off'; Shutdown = 'SoftThenHard'; ShutdownSeconds = 0.5 })
        $slow.PowerActions | Select-Object -Last 1 | Should -Be 'Off'
    }
}

Describe 'docs/dsc.md' {
    BeforeAll {
        $text = (Get-Content "$root/docs/dsc.md" -Raw) -replace "`r`n", "`n"
        $sim = Start-IpmiSimulator
        $service = Get-TestCredential service 'four words long'

        function Get-Block { param([string] $Language) [regex]::Matches($text, "(?ms)^``````$Language\n(.*?)^``````") | ForEach-Object { $_.Groups[1].Value } }

        # As much of YAML as the page uses: maps and lists by indentation, lists in brackets, text in quotes.
        function ConvertFrom-Yaml {
            param([string] $Yaml)
            $script:lines = [System.Collections.Generic.List[string]]@($Yaml -split "`n" | Where-Object { $_.Trim() })
            Read-Node -1
        }
        function Read-Node {
            param([int] $Outer)
            $indent = $lines[0].Length - $lines[0].TrimStart().Length
            $list = @()
            $map = [ordered]@{}
            while ($lines.Count -gt 0 -and ($lines[0].Length - $lines[0].TrimStart().Length) -eq $indent -and $indent -gt $Outer) {
                if ($lines[0] -match '^\s*- ') { $lines[0] = $lines[0] -replace '- ', '  '; $list += , (Read-Node $indent); continue }
                if ($lines[0] -notmatch '^\s*([^\s:]+):(.*)$') { throw "This is no YAML that the test knows: $($lines[0])" }
                $name = $Matches[1]
                $value = $Matches[2].Trim()
                $lines.RemoveAt(0)
                $map[$name] = if (-not $value) { Read-Node $indent } else { Read-Scalar $value }
            }
            if ($list) { , $list } else { $map }
        }
        function Read-Scalar {
            param([string] $Value)
            if ($Value -match '^"(.*)"$') { return $Matches[1] }
            if ($Value -match '^\[(.*)\]$') { return , @($Matches[1] -split ',\s*') }
            if ($Value -in 'true', 'false') { return $Value -eq 'true' }
            if ($Value -match '^\d+$') { return [int] $Value }
            $Value
        }

        # The properties of an instance, at the virtual BMC.
        function Use-Simulator {
            param([System.Collections.IDictionary] $Properties)
            $login = $sim.Credential.GetNetworkCredential()
            $values = @{ ComputerName = $sim.ComputerName; Port = $sim.Port }
            foreach ($name in $Properties.Keys | Where-Object { $_ -notin 'ComputerName', 'Port' }) {
                $value = $Properties[$name]
                if ($value -is [pscredential] -or "$value" -match "^\[parameters\('(admin|service)'\)\]$") {
                    $secret = if ($name -eq 'Credential') { $login } else { $service.GetNetworkCredential() }
                    $value = @{ secureObject = @{ username = $secret.UserName; password = $secret.Password } }
                }
                if ($name -eq 'Path') { $value = "$TestDrive/golden.json" }
                $values[$name] = $value
            }
            $values | ConvertTo-Json -Depth 5
        }
        function Invoke-Instance {
            param([string] $Type, $Properties)
            $known = (Get-DscProperty $types[$Type]).Name
            foreach ($name in $Properties.Keys) { $known | Should -Contain $name -Because $Type }
            $json = Use-Simulator $Properties
            Invoke-Resource Set $Type $json
            Invoke-Resource Test $Type $json | Should -BeTrue -Because $json
        }
    }

    It 'has documents that dsc can apply' {
        $sim | Export-IpmiConfiguration -Path "$TestDrive/golden.json" -ExcludeIdentity
        $documents = @(Get-Block yaml | ForEach-Object { ConvertFrom-Yaml $_ })
        $documents.Count | Should -Be 2
        foreach ($document in $documents) {
            $document.'$schema' | Should -Be 'https://aka.ms/dsc/schemas/v3/bundled/config/document.json'
            foreach ($resource in $document.resources) {
                $used = @($resource.properties.Values | Where-Object { "$_" -match "^\[parameters\('(.*)'\)\]$" } | ForEach-Object { $Matches[1] })
                $used | ForEach-Object { $document.parameters[$_].type | Should -Be 'secureObject' }
                Invoke-Instance ($resource.type -replace '^IpmiPSDsc/') $resource.properties
            }
        }
        $documents.resources.type | Sort-Object -Unique | Should -Be @($manifest.DscResourcesToExport | ForEach-Object { "IpmiPSDsc/$_" })
    }

    It 'has a configuration whose instances can be applied' {
        $configuration = Get-Block powershell | Where-Object { $_ -like 'Configuration *' }
        $instances = @([regex]::Matches($configuration, '(?ms)^        (Ipmi\w+) \w+ \{\n(.*?)^        \}'))
        $instances.Count | Should -Be 3
        $admin = $sim.Credential
        foreach ($instance in $instances) { Invoke-Instance $instance.Groups[1].Value (& ([scriptblock]::Create("@{$($instance.Groups[2].Value)}"))) }
    }

    It 'has a script for Invoke-DscResource' {
        $script = Get-Block powershell | Where-Object { $_ -like 'foreach *' }
        function Invoke-DscResource {
            param($ModuleName, $Name, $Method, $Property)
            $ModuleName | Should -Be 'IpmiPSDsc'
            $result = Invoke-Resource $Method $Name (Use-Simulator $Property)
            if ($Method -eq 'Test') { [pscustomobject]@{ InDesiredState = $result[0] } }
        }
        $admin = $sim.Credential
        $null = $sim | Remove-IpmiUser -Name service -Confirm:$false -ErrorAction Ignore
        [pscustomobject]@{ ComputerName = $sim.ComputerName; Port = $sim.Port } | Export-Csv "$TestDrive/bmcs.csv" -NoTypeInformation
        Push-Location $TestDrive
        try { & ([scriptblock]::Create($script)) } finally { Pop-Location }
        "$(($sim | Get-IpmiUser -Name service).Privilege)" | Should -Be 'Operator'
    }

    It 'has the properties of the resources, with what the manifests say' {
        $sections = @{}
        [regex]::Matches($text, '(?ms)^### (Ipmi\w+)\n(.*?)(?=^##|\z)') | ForEach-Object { $sections[$_.Groups[1].Value] = $_.Groups[2].Value }
        foreach ($name in $manifest.DscResourcesToExport) {
            $properties = (Get-Content "$folder/$name.dsc.adaptedresource.json" -Raw | ConvertFrom-Json).schema.embedded.properties
            $own = @($types[$name].Members | Where-Object { $_ -is [System.Management.Automation.Language.PropertyMemberAst] } | ForEach-Object Name)
            @([regex]::Matches($sections[$name], '(?m)^\| `.*') | ForEach-Object Value) | Should -Be @($own | ForEach-Object { "| ``$_`` | $($properties.$_.description) |" })
            foreach ($common in $properties.psobject.Properties.Name | Where-Object { $_ -notin $own -and $_ -ne '_inDesiredState' }) {
                $text.Contains("| ``$common`` | $($properties.$common.description) |") | Should -BeTrue -Because $common
            }
        }
    }
}
