#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# The module folder and the package, and what the repository says of them in more than one place.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $properties = [xml](Get-Content "$root/Directory.Build.props" -Raw)
    $version = $properties.SelectSingleNode('//Version').InnerText
    $address = $properties.SelectSingleNode('//PackageProjectUrl').InnerText
    $manifest = Import-PowerShellDataFile "$ModuleUnderTest/IpmiPS.psd1"
}

Describe 'The version' {
    It 'is the same in Directory.Build.props, the manifest, the assemblies and at the head of the changelog' {
        $manifest.ModuleVersion | Should -Be $version
        (Test-ModuleManifest "$ModuleUnderTest/IpmiPS.psd1").Version | Should -Be $version
        [Reflection.AssemblyName]::GetAssemblyName("$ModuleUnderTest/bin/IpmiPS.dll").Version.ToString(3) | Should -Be $version
        @(Get-Content "$root/CHANGELOG.md") -match '^## ' | Select-Object -First 1 | Should -Match "^## \[$([regex]::Escape($version))\] - (unreleased|\d{4}-\d\d-\d\d)$"
    }
}

Describe 'Addresses' {
    It 'in <_> begin with the one in Directory.Build.props and lead to a file of the repository' -ForEach 'IpmiPS.psd1', 'src/IpmiPSDsc/IpmiPSDsc.psd1', 'docs/en-US' {
        $files = Get-ChildItem "$root/$_" -Recurse -File
        $found = @(Select-String -Path $files.FullName -Pattern 'https://[^\s''")]*IpmiPS[^\s''")]*' -AllMatches | ForEach-Object { $_.Matches.Value })
        $found.Count | Should -BeGreaterThan 0
        foreach ($one in $found) {
            $one | Should -Match "^$([regex]::Escape($address))(/(blob|raw)/main/|$)"
            $path = $one.Substring($address.Length) -replace '^/(blob|raw)/main/'
            if ($path) { Test-Path "$root/$path" -PathType Leaf | Should -BeTrue -Because $one }
        }
    }
}

Describe 'The module folder' {
    It 'keeps the assemblies of packages apart from its own' {
        Get-ChildItem "$ModuleUnderTest/bin" -Filter *.dll | ForEach-Object BaseName | Should -Match '^IpmiPS'
        Get-ChildItem "$ModuleUnderTest/bin/deps" -Filter *.dll | ForEach-Object BaseName | Should -Be 'BouncyCastle.Cryptography', 'Newtonsoft.Json'
    }

    It 'imports and loads nothing but its own assemblies' {
        $command = @"
            `$before = [AppDomain]::CurrentDomain.GetAssemblies().Location
            Import-Module '$ModuleUnderTest/IpmiPS.psd1' -ErrorAction Stop
            [AppDomain]::CurrentDomain.GetAssemblies().Location | Where-Object { `$_ -like '*IpmiPS*' -and `$_ -notin `$before }
"@
        $loaded = & $PowerShell -NoProfile -NonInteractive -Command $command
        $LASTEXITCODE | Should -Be 0
        $loaded | Should -Not -BeNullOrEmpty
        $loaded | Where-Object { $_ -match '[\\/]deps[\\/]' } | Should -BeNullOrEmpty
    }
}

# Where one was made: build.ps1 Pack, which TestPester does.
$package = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../out/IpmiPS.$(([xml](Get-Content "$PSScriptRoot/../../Directory.Build.props" -Raw)).SelectSingleNode('//Version').InnerText).nupkg")
if (Test-Path $package) {
    Describe 'The package' -ForEach @{ Package = $package } {
        BeforeAll {
            Add-Type -AssemblyName System.IO.Compression.FileSystem
            $archive = [System.IO.Compression.ZipFile]::OpenRead($Package)
            $reader = [System.IO.StreamReader]::new(($archive.Entries | Where-Object FullName -EQ 'IpmiPS.nuspec').Open())
            $about = ([xml]$reader.ReadToEnd()).package.metadata
            $names = $archive.Entries.FullName
            $reader.Dispose()
            $archive.Dispose()
        }

        It 'tells the Gallery what the manifest tells PowerShell' {
            $about.version | Should -Be $manifest.ModuleVersion
            $about.projectUrl | Should -Be $manifest.PrivateData.PSData.ProjectUri
            $about.projectUrl | Should -Be $address
            $about.iconUrl | Should -Be $manifest.PrivateData.PSData.IconUri
            $about.license.InnerText | Should -Be 'MIT'
            foreach ($command in $manifest.CmdletsToExport) { $about.tags -split ' ' | Should -Contain "PSCommand_$command" }
        }

        It 'has the changelog''s text of its version as release notes' {
            $changelog = (Get-Content "$root/CHANGELOG.md" -Raw -Encoding UTF8) -replace "`r`n", "`n"
            $section = [regex]::Match($changelog, "(?s)\n## \[$([regex]::Escape($version))\][^\n]*\n(.*?)(\n## |\z)").Groups[1].Value.Trim()
            $section | Should -Not -BeNullOrEmpty
            $about.releaseNotes -replace "`r`n", "`n" | Should -Be $section
        }

        It 'holds the module, help included, and no library' {
            foreach ($file in 'IpmiPS.psd1', 'IpmiPS.Types.ps1xml', 'Views/Sensors.Format.ps1xml', 'LICENSE', 'configuration.schema.json', 'bin/IpmiPS.dll', 'bin/IpmiPS.Core.dll', 'bin/IpmiPS.Simulator.dll', 'bin/deps/BouncyCastle.Cryptography.dll', 'bin/deps/Newtonsoft.Json.dll', 'en-US/IpmiPS.dll-Help.xml', 'en-US/about_IpmiPS.help.txt') {
                $names | Should -Contain $file
            }
            $names -like 'lib/*' | Should -BeNullOrEmpty
        }

        It 'has the module of the DSC resources beside it, which depends on it' {
            $archive = [System.IO.Compression.ZipFile]::OpenRead(($Package -replace 'IpmiPS(?=\.\d)', 'IpmiPSDsc'))
            $reader = [System.IO.StreamReader]::new(($archive.Entries | Where-Object FullName -EQ 'IpmiPSDsc.nuspec').Open())
            $other = ([xml]$reader.ReadToEnd()).package.metadata
            $names = $archive.Entries.FullName
            $reader.Dispose()
            $archive.Dispose()
            $other.version, $other.projectUrl, $other.iconUrl, $other.license.InnerText | Should -Be $about.version, $about.projectUrl, $about.iconUrl, 'MIT'
            $other.dependencies.dependency.id, $other.dependencies.dependency.version | Should -Be 'IpmiPS', $version
            $resources = (Import-PowerShellDataFile "$root/src/IpmiPSDsc/IpmiPSDsc.psd1").DscResourcesToExport
            @($other.tags -split ' ' -like 'PSDscResource_*') | Should -Be @($resources | ForEach-Object { "PSDscResource_$_" })
            foreach ($file in 'IpmiPSDsc.psd1', 'IpmiPSDsc.psm1', 'LICENSE' + @($resources | ForEach-Object { "$_.dsc.adaptedresource.json" })) { $names | Should -Contain $file }
            $names -like '*.ps1' | Should -BeNullOrEmpty
        }

        It 'has an SBOM beside it, which names the packages that ship' {
            $sbom = Get-Content ([System.IO.Path]::ChangeExtension($Package, 'cdx.json')) -Raw | ConvertFrom-Json
            $sbom.bomFormat | Should -Be 'CycloneDX'
            "$($sbom.metadata.component.name) $($sbom.metadata.component.version)" | Should -Be "IpmiPS $version"
            $packages = [xml](Get-Content "$root/Directory.Packages.props" -Raw)
            $shipped = foreach ($name in 'BouncyCastle.Cryptography', 'Newtonsoft.Json') { "$name $($packages.SelectSingleNode("//PackageVersion[@Include='$name']").Version)" }
            $sbom.components | Where-Object scope -EQ required | ForEach-Object { "$($_.name) $($_.version)" } | Should -Be $shipped
        }
    }
}

Describe 'Packages' {
    It 'are named with a version in Directory.Packages.props only, each with one that does not float' {
        $pins = @(([xml](Get-Content "$root/Directory.Packages.props" -Raw)).SelectNodes('//PackageVersion'))
        $pins.Count | Should -BeGreaterThan 0
        $pins | ForEach-Object { $_.GetAttribute('Version') } | Should -Match '^\d+\.\d+\.\d+$'
        Get-ChildItem $root -Recurse -Include *.csproj, *.targets | Where-Object FullName -NotMatch '[\\/](obj|out)[\\/]' |
            Select-String '<Package\w+ [^>]*\bVersion(Override)?=' | Should -BeNullOrEmpty
    }

    It 'are locked, and no lock file names a place' {
        $locks = @(Get-ChildItem $root -Recurse -Filter packages.lock.json | Where-Object FullName -NotMatch '[\\/](obj|out)[\\/]')
        $locks.Count | Should -Be @(Get-ChildItem $root -Recurse -Filter *.csproj | Where-Object FullName -NotMatch '[\\/](obj|out)[\\/]').Count
        $locks | Select-String '://' | Should -BeNullOrEmpty
    }
}

# On Windows the package would be built and signed, with a certificate that this test has no right to make.
if (-not (Get-Command Set-AuthenticodeSignature -ErrorAction Ignore)) {
    Describe 'Signing' {
        It 'is refused with the reason where there is no Set-AuthenticodeSignature, before anything is built' {
            $key = [System.Security.Cryptography.RSA]::Create(2048)
            $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=IpmiPS test', $key, 'SHA256', [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
            $now = [DateTimeOffset]::UtcNow
            $certificate = $request.CreateSelfSigned($now, $now.AddHours(1))
            [System.IO.File]::WriteAllBytes("$TestDrive/test.pfx", $certificate.Export('Pfx'))
            $said = & $PowerShell -NoProfile -NonInteractive -File "$root/build.ps1" Pack -Certificate "$TestDrive/test.pfx" 2>&1 | Out-String -Width 500
            $LASTEXITCODE | Should -Be 1
            $said | Should -Match 'Set-AuthenticodeSignature'
            $said | Should -Not -Match 'IpmiPS -> '
        }
    }
}
