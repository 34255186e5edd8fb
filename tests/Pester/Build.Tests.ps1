BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $module = "$root/out/IpmiPS"
}

Describe 'The module folder' {
    It 'has a manifest with the version of the assemblies' {
        $version = ([xml](Get-Content "$root/Directory.Build.props" -Raw)).Project.PropertyGroup.Version
        (Test-ModuleManifest "$module/IpmiPS.psd1").Version | Should -Be $version
        [Reflection.AssemblyName]::GetAssemblyName("$module/bin/IpmiPS.dll").Version.ToString(3) | Should -Be $version
    }

    It 'keeps the assemblies of packages apart from its own' {
        Get-ChildItem "$module/bin" -Filter *.dll | ForEach-Object BaseName | Should -Match '^IpmiPS'
        Get-ChildItem "$module/bin/deps" -Filter *.dll | ForEach-Object BaseName | Should -Match '^BouncyCastle\.'
    }

    It 'imports and loads nothing but its own assemblies' {
        $self = (Get-Process -Id $PID).Path
        $command = @"
            `$before = [AppDomain]::CurrentDomain.GetAssemblies().Location
            Import-Module '$module/IpmiPS.psd1' -ErrorAction Stop
            [AppDomain]::CurrentDomain.GetAssemblies().Location | Where-Object { `$_ -like '*IpmiPS*' -and `$_ -notin `$before }
"@
        $loaded = & $self -NoProfile -NonInteractive -Command $command
        $LASTEXITCODE | Should -Be 0
        $loaded | Should -Not -BeNullOrEmpty
        $loaded | Where-Object { $_ -match '[\\/]deps[\\/]' } | Should -BeNullOrEmpty
    }
}
