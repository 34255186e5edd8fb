# BouncyCastle (Newtonsoft.Json at the end): loaded only when MD2 or RC4 is needed, and at peace with other modules' copies of it. What is loaded stays
# loaded, so each test has a process of its own.

BeforeDiscovery {
    $desktop = $PSVersionTable.PSEdition -eq 'Desktop'
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $desktop = $PSVersionTable.PSEdition -eq 'Desktop'
    $dependency = (Get-ChildItem "$ModuleUnderTest/bin/deps" -Filter BouncyCastle.*.dll).FullName

    # Logs in to a virtual BMC with a suite; gives the name and place of every BouncyCastle that is loaded then.
    function Get-LoadedAfterLogIn {
        param([int] $CipherSuite, [string] $Before = '', [string] $After = '')
        $script = @"
            `$ErrorActionPreference = 'Stop'
            $Before
            Import-Module '$ModuleUnderTest/IpmiPS.psd1'
            `$bmc = Start-IpmiSimulator
            `$bmc | Get-IpmiPower -CipherSuite $CipherSuite -AllowInsecure -WarningAction SilentlyContinue | ForEach-Object { 'power ' + `$_.State }
            $After
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -like 'BouncyCastle*' } |
                ForEach-Object { 'loaded {0} {1}' -f `$_.GetName().Version, `$_.Location }
            Stop-IpmiSimulator
"@
        $file = "$TestDrive/log-in.ps1"
        Set-Content $file $script
        & $PowerShell -NoProfile -NonInteractive -File $file
    }

    # The same assembly with another version, as another module would bring it. Its row in the table of assemblies begins with
    # the hash algorithm (4 bytes), then four 16-bit numbers.
    function Save-WithVersion {
        param([version] $Version)
        $bytes = [IO.File]::ReadAllBytes($dependency)
        $image = [System.Reflection.PortableExecutable.PEReader]::new([IO.MemoryStream]::new($bytes))
        $metadata = [System.Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($image)
        $row = $image.PEHeaders.MetadataStartOffset + [System.Reflection.Metadata.Ecma335.MetadataReaderExtensions]::GetTableMetadataOffset($metadata, 'Assembly')
        $numbers = $Version.Major, $Version.Minor, $Version.Build, $Version.Revision
        for ($i = 0; $i -lt 4; $i++) { [BitConverter]::GetBytes([uint16]$numbers[$i]).CopyTo($bytes, $row + 4 + 2 * $i) }
        $folder = New-Item "$TestDrive/$Version" -ItemType Directory -Force
        $path = Join-Path $folder.FullName (Split-Path $dependency -Leaf)
        [IO.File]::WriteAllBytes($path, $bytes)
        $path
    }
}

Describe 'BouncyCastle' {
    It 'is not loaded by a log-in with suite <_>' -ForEach 3, 17 {
        $seen = Get-LoadedAfterLogIn -CipherSuite $_
        $seen | Should -Be 'power On'
    }

    It 'is loaded from the deps folder when RC4 is needed' {
        $seen = Get-LoadedAfterLogIn -CipherSuite 4
        $seen[0] | Should -Be 'power On'
        $seen[1] | Should -BeLike "loaded *$dependency"
        $seen.Count | Should -Be 2
    }

    It 'works where a copy that is <Kind> was loaded by another module before' -Skip:$desktop -ForEach @(
        @{ Kind = 'older'; Version = '1.0.0.1' }
        @{ Kind = 'newer'; Version = '99.0.0.1' }
    ) {
        $other = Save-WithVersion $Version
        $seen = Get-LoadedAfterLogIn -CipherSuite 4 -Before "[Reflection.Assembly]::LoadFrom('$other') | Out-Null"
        $seen[0] | Should -Be 'power On'
        $seen | Should -Contain "loaded $Version $other"
    }

    It 'lets another module load a copy that is <Kind> afterwards' -Skip:$desktop -ForEach @(
        @{ Kind = 'older'; Version = '1.0.0.1' }
        @{ Kind = 'newer'; Version = '99.0.0.1' }
    ) {
        $other = Save-WithVersion $Version
        $seen = Get-LoadedAfterLogIn -CipherSuite 4 -After "[Reflection.Assembly]::LoadFrom('$other') | Out-Null"
        $seen[0] | Should -Be 'power On'
        $seen | Should -Contain "loaded $Version $other"
        @($seen | Where-Object { $_ -like 'loaded*' }).Count | Should -Be 2
    }
}

Describe 'Newtonsoft.Json' {
    It 'is loaded when a configuration is read: that of PowerShell, or in Windows PowerShell that of the deps folder' {
        $file = Get-ConfigurationFile '"Clock": { "UtcOffsetMinutes": 0 }'
        $seen = Invoke-Apart "Compare-IpmiConfiguration -ReferencePath '$file' -DifferencePath '$file'; [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'Newtonsoft.Json' } | ForEach-Object Location"
        $seen | Should -Be (Join-Path $(if ($desktop) { "$ModuleUnderTest/bin/deps" } else { $PSHOME }) 'Newtonsoft.Json.dll')
    }
}
