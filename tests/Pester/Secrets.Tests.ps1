#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# A full run, all cmdlets with every stream, and then a search of all that came of it for passwords, BMC keys and session keys. The keys are
# computed from what was on the wire, with code of the test's own (KeyTap.cs), so that nothing in the module has to tell them.

BeforeDiscovery {
    . "$PSScriptRoot/Support.ps1"
    # The test's own C# is newer than what Windows PowerShell compiles.
    $script:cannot = $PSVersionTable.PSVersion.Major -lt 7
}

Describe 'A full run' -Skip:$cannot {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        Add-Type -Path "$PSScriptRoot/KeyTap.cs" -IgnoreWarnings
        $secrets = [ordered]@{
            Password = 'Tr0ub4dor~3-h0rse.Qx'    # 20 bytes, the most
            Short    = 'c0rrect-B4ttery!'        # 16, for IPMI 1.5
            Wrong    = 'n0t-the_Right.1'
            New      = 'st4ple-to-be_Set.9'
            Kg       = 'Kg#of+the&Rack-0042'
            KgHex    = '0x' + -join (200..219 | ForEach-Object { '{0:x2}' -f $_ })
        }
        $folder = "$TestDrive/run"
        $null = New-Item -ItemType Directory $folder
        $secrets | ConvertTo-Json | Set-Content "$TestDrive/secrets.json"
        & $PowerShell -NoProfile -NonInteractive -File "$PSScriptRoot/Secrets.Run.ps1" -SecretFile "$TestDrive/secrets.json" -KeyFile "$TestDrive/keys.json" -Folder $folder *> "$folder/console.txt"
        $run = Get-Content -Raw "$TestDrive/keys.json" | ConvertFrom-Json
        $counts = @{}
        foreach ($one in $run.Counts) { $counts[$one.Type] = $one.Count }

        $search = [IpmiPS.Tests.Pester.SecretSearch]::new()
        foreach ($name in $secrets.Keys) { $search.Add($name, $secrets[$name]) }
        $search.Add('the bytes of KgHex', [byte[]](200..219))
        foreach ($text in $run.Made) { $search.Add('a password that was made', $text) }
        foreach ($hex in $run.Keys) { $search.Add("the key $hex", [System.Convert]::FromHexString($hex)) }

        function Find-InFolder {
            param([string] $Path)
            foreach ($file in Get-ChildItem $Path -File -Recurse) {
                # Text, or bytes in the cache.
                $text = if ($file.DirectoryName -like '*cache') { [System.Convert]::ToHexString([System.IO.File]::ReadAllBytes($file.FullName)) } else { Get-Content -Raw $file.FullName }
                foreach ($one in $search.Find($text)) { "$($file.Name): $one" }
            }
        }
    }

    It 'runs every cmdlet, in every stream, in sessions whose keys are known' {
        (Get-Command -Module IpmiPS).Name | Where-Object { $_ -notin $run.Ran } | Should -BeNullOrEmpty
        foreach ($type in 'VerboseRecord', 'DebugRecord', 'WarningRecord', 'ErrorRecord', 'Sensor', 'SelEntry', 'Fru', 'PasswordUpdate', 'IpmiSession', 'IpmiSimulator') { $counts[$type] | Should -BeGreaterThan 0 -Because $type }
        $counts.DebugRecord | Should -BeGreaterThan 500
        $run.Sessions | Should -BeGreaterThan 40
        # Suite 0 has no keys.
        $run.Proven | Should -Be ($run.Sessions - 1)
        $run.Keys.Count | Should -Be (3 * $run.Proven)
        # For the account that another one changes, of each vault, and two without one.
        $run.Made.Count | Should -BeGreaterOrEqual 5
        foreach ($name in 'transcript.txt', 'console.txt', 'text.txt', 'errors.txt', 'objects.json', 'objects.clixml', 'fields.txt', 'errors.clixml') { (Get-Item "$folder/$name").Length | Should -BeGreaterThan 10000 -Because $name }
        @(Get-ChildItem "$folder/cache" -File -Recurse).Count | Should -BeGreaterThan 0
        "$folder/rack.csv" | Should -Exist
    }

    It 'leaves no secret in any file' {
        Find-InFolder $folder | Should -BeNullOrEmpty
    }

    It 'would have been found out: <File> holds <Secret> where it is planted' -ForEach @(
        @{ File = 'text.txt'; Secret = 'Password, text' }
        @{ File = 'errors.txt'; Secret = 'Kg, text' }
        @{ File = 'objects.json'; Secret = 'Password, text' }
        @{ File = 'objects.json'; Secret = 'the key *, base64 (0)' }
        @{ File = 'objects.json'; Secret = 'the key *, decimal' }
        @{ File = 'objects.clixml'; Secret = 'Password, text' }
        @{ File = 'objects.clixml'; Secret = 'the key *, base64 (0)' }
        @{ File = 'fields.txt'; Secret = 'the key *, hexadecimal' }
        @{ File = 'fields.txt'; Secret = 'Short in UTF-8, hexadecimal' }
        @{ File = 'fields.txt'; Secret = 'Wrong, text' }
    ) {
        @(Find-InFolder "$folder-planted" | Where-Object { $_ -like "${File}: $Secret" }) | Should -Not -BeNullOrEmpty
    }

    It 'would have been found out in every form' {
        $utf8 = [System.Text.Encoding]::UTF8.GetBytes($secrets.Kg)
        $utf16 = [System.Text.Encoding]::Unicode.GetBytes($secrets.Kg)
        foreach ($text in @(
                "x$($secrets.Kg)y"
                foreach ($bytes in $utf8, $utf16) {
                    foreach ($between in '', ' ', '-', ':', ', 0x') { $bytes.ForEach({ '{0:x2}' -f $_ }) -join $between }
                    $bytes -join ' '
                    $bytes -join ",`r`n  "
                    foreach ($before in 0..2) { [System.Convert]::ToBase64String([byte[]](@(7) * $before + $bytes + @(1, 2, 3))) }
                })) {
            @($search.Find($text)).Count | Should -BeGreaterThan 0 -Because $text
        }
        $search.Find('Kg of the rack, and 75 103 words more') | Should -BeNullOrEmpty
    }
}
