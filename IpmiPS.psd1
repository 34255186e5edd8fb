@{
    RootModule             = 'bin/IpmiPS.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = 'babbb7e5-26ee-47b8-a96a-8b8ccc653ff6'
    Author                 = 'The IpmiPS authors'
    CompanyName            = 'The IpmiPS authors'
    Copyright              = 'Copyright (c) The IpmiPS authors. MIT License.'
    Description            = 'IPMI for administrators: sensors, event log, inventory, power, boot device and serial console of one server or of hundreds, over the network, without native tools.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Desktop', 'Core')
    FormatsToProcess       = @(
        'Views/Boot.Format.ps1xml'
        'Views/Chassis.Format.ps1xml'
        'Views/Device.Format.ps1xml'
        'Views/Fru.Format.ps1xml'
        'Views/Network.Format.ps1xml'
        'Views/Power.Format.ps1xml'
        'Views/Security.Format.ps1xml'
        'Views/Sel.Format.ps1xml'
        'Views/Sensors.Format.ps1xml'
        'Views/Sessions.Format.ps1xml'
        'Views/Simulator.Format.ps1xml'
        'Views/Sol.Format.ps1xml'
        'Views/Users.Format.ps1xml'
    )
    TypesToProcess         = @('IpmiPS.Types.ps1xml')
    # Loaded before the types, which name one of its classes.
    RequiredAssemblies     = @('bin/IpmiPS.dll')
    CmdletsToExport        = @(
        'Clear-IpmiCache'
        'Clear-IpmiSel'
        'Enter-IpmiSol'
        'Get-IpmiBootDevice'
        'Get-IpmiChannel'
        'Get-IpmiChassis'
        'Get-IpmiCipherSuite'
        'Get-IpmiDevice'
        'Get-IpmiFru'
        'Get-IpmiNetwork'
        'Get-IpmiPower'
        'Get-IpmiSel'
        'Get-IpmiSelInfo'
        'Get-IpmiSensor'
        'Get-IpmiSession'
        'Get-IpmiSimulator'
        'Invoke-IpmiCommand'
        'Invoke-IpmiIdentify'
        'Invoke-IpmiPower'
        'Invoke-IpmiSol'
        'New-IpmiPassword'
        'New-IpmiSession'
        'Remove-IpmiSession'
        'Set-IpmiBootDevice'
        'Set-IpmiChannel'
        'Set-IpmiChassis'
        'Set-IpmiCipherSuite'
        'Set-IpmiNetwork'
        'Start-IpmiSimulator'
        'Stop-IpmiSimulator'
        'Test-IpmiConnection'
        'Test-IpmiSecurity'
        'Update-IpmiPassword'
    )
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @('IPMI', 'BMC', 'iDRAC', 'iLO', 'XCC', 'SOL', 'Sensors', 'SEL', 'FRU', 'Power', 'OutOfBand', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            ProjectUri   = 'https://github.com/IpmiPS/IpmiPS'
            LicenseUri   = 'https://github.com/IpmiPS/IpmiPS/blob/main/LICENSE'
            IconUri      = 'https://github.com/IpmiPS/IpmiPS/raw/main/docs/icon.png'
            ReleaseNotes = 'https://github.com/IpmiPS/IpmiPS/blob/main/CHANGELOG.md'
        }
    }
}
