#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# What runbooks rely on: the names, types and aliases of cmdlets and parameters, and the module around them.

BeforeDiscovery {
    . "$PSScriptRoot/Support.ps1"
    $script:cmdlets = @(Get-Command -Module IpmiPS | Sort-Object Name)
    $script:onBmcs = @($cmdlets | Where-Object { $_.Parameters.ContainsKey('RetryCount') })
}

Describe 'Module' {
    BeforeAll { . "$PSScriptRoot/Support.ps1" }

    It 'has a manifest that is valid' {
        { Test-ModuleManifest "$ModuleUnderTest/IpmiPS.psd1" -ErrorAction Stop } | Should -Not -Throw
    }

    It 'exports every cmdlet of its assembly by name, and nothing else' {
        $manifest = Import-PowerShellDataFile "$ModuleUnderTest/IpmiPS.psd1"
        $inAssembly = (Get-Module IpmiPS).ImplementingAssembly
        if (-not $inAssembly) { $inAssembly = [IpmiPS.Cmdlets.ModuleLifetime].Assembly }
        $names = $inAssembly.GetExportedTypes() |
            ForEach-Object { $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false) } |
            ForEach-Object { "$($_.VerbName)-$($_.NounName)" } | Sort-Object
        $manifest.CmdletsToExport | Sort-Object | Should -Be $names
        $manifest.FunctionsToExport | Should -BeNullOrEmpty
        $manifest.AliasesToExport | Should -BeNullOrEmpty
        $manifest.VariablesToExport | Should -BeNullOrEmpty
    }

    It 'is for both editions and names the framework that it needs' {
        $manifest = Import-PowerShellDataFile "$ModuleUnderTest/IpmiPS.psd1"
        $manifest.CompatiblePSEditions | Should -Be 'Desktop', 'Core'
        $manifest.PowerShellVersion | Should -Be '5.1'
        $manifest.DotNetFrameworkVersion | Should -Be '4.7.2'
        $manifest.PrivateData.PSData.Keys | Should -Contain 'Tags'
    }

    It 'loads no dependency by being imported' {
        $loaded = & $PowerShell -NoProfile -NonInteractive -Command "Import-Module '$ModuleUnderTest'; [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name"
        $loaded | Should -Contain 'IpmiPS'
        $loaded -match 'BouncyCastle' | Should -BeNullOrEmpty
        $loaded | Should -Not -Contain 'IpmiPS.Simulator'
    }

    It 'can be imported again, and removed' {
        $said = & $PowerShell -NoProfile -NonInteractive -Command "
            Import-Module '$ModuleUnderTest'; Import-Module '$ModuleUnderTest' -Force; Remove-Module IpmiPS; Import-Module '$ModuleUnderTest'; (Get-Command -Module IpmiPS).Count"
        $said | Should -Be (Get-Command -Module IpmiPS).Count
    }
}

Describe '<_.Name>' -ForEach $cmdlets {
    BeforeAll { $command = $_ }

    It 'has an approved verb and a singular noun with the module''s prefix' {
        (Get-Verb).Verb | Should -Contain $command.Verb
        $command.Noun | Should -Match '^Ipmi([A-Z]\w*[^s]|Chassis)$'
        $command.ImplementingType.Name | Should -Be "$($command.Verb)$($command.Noun)Command"
        $command.ImplementingType.IsSealed | Should -BeTrue
    }

    It 'tells what it gives' {
        $command.OutputType | Should -Not -BeNullOrEmpty
    }

    It 'takes pipeline input by value with at most one parameter of a set' {
        foreach ($set in $command.ParameterSets) {
            @($set.Parameters | Where-Object ValueFromPipeline).Count | Should -BeLessOrEqual 1
        }
    }
}

Describe '<_.Name> and the BMCs that it works on' -ForEach $onBmcs {
    BeforeAll { $parameters = $_.Parameters }

    It 'has -<Name> of type <Type>' -ForEach @(
        @{ Name = 'ComputerName'; Type = [string[]] }
        @{ Name = 'Port'; Type = [int] }
        @{ Name = 'Credential'; Type = [pscredential] }
        @{ Name = 'Session'; Type = 'IpmiPS.IpmiSession[]' }
        @{ Name = 'PrivilegeLevel'; Type = 'IpmiPS.PrivilegeLevel' }
        @{ Name = 'CipherSuite'; Type = [byte] }
        @{ Name = 'AllowInsecure'; Type = [switch] }
        @{ Name = 'AllowClearTextPassword'; Type = [switch] }
        @{ Name = 'Protocol'; Type = 'IpmiPS.IpmiProtocol' }
        @{ Name = 'BmcKey'; Type = [securestring] }
        @{ Name = 'Vault'; Type = [string] }
        @{ Name = 'TimeoutSeconds'; Type = [double] }
        @{ Name = 'RetryCount'; Type = [int] }
        @{ Name = 'ThrottleLimit'; Type = [int] }
        @{ Name = 'IgnoreLogInGuard'; Type = [switch] }
    ) {
        $parameters.Keys | Should -Contain $Name
        $parameters[$Name].ParameterType | Should -Be ($Type -as [type])
    }

    It 'takes the computer''s name first, by value, by property name and under every alias' {
        $set = $parameters['ComputerName'].ParameterSets['ComputerName']
        $set.Position | Should -Be 0
        $set.ValueFromPipeline | Should -BeTrue
        $set.ValueFromPipelineByPropertyName | Should -BeTrue
        $parameters['ComputerName'].Aliases | Sort-Object | Should -Be ('Address', 'Bmc', 'Cn', 'Host', 'HostName', 'IPAddress')
    }

    It 'has -Force only where there is a question, a takeover or a downgrade that it accepts' {
        if ($parameters.ContainsKey('Force')) { $parameters.Keys | Should -Contain 'Confirm' }
    }

    It 'takes a session by pipeline' {
        $parameters['Session'].ParameterSets['Session'].ValueFromPipeline | Should -BeTrue
    }

    It 'takes -<_> from a row' -ForEach 'Port', 'Credential', 'UserName', 'Password', 'PrivilegeLevel', 'CipherSuite', 'AllowInsecure', 'AllowClearTextPassword', 'Protocol', 'BmcKey', 'Vault', 'TimeoutSeconds', 'RetryCount' {
        $parameters[$_].ParameterSets.Values.ValueFromPipelineByPropertyName | Should -Not -Contain $false
    }

    It 'prompts for the password of -Credential' {
        $parameters['Credential'].Attributes.TypeId.Name | Should -Contain 'CredentialAttribute'
    }
}
