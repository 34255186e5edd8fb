@{
    RootModule           = 'IpmiPSDsc.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = 'ccf69ddf-dfbd-4554-91d7-87535539eaa0'
    Author               = 'The IpmiPS authors'
    CompanyName          = 'The IpmiPS authors'
    Copyright            = 'Copyright (c) The IpmiPS authors. MIT License.'
    Description          = 'DSC resources for BMCs (IPMI): users, network, boot device, power, serial over LAN, alerts, and whole configurations. For dsc 3 and Windows PowerShell 5.1.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    RequiredModules      = @(@{ ModuleName = 'IpmiPS'; ModuleVersion = '0.1.0'; GUID = 'babbb7e5-26ee-47b8-a96a-8b8ccc653ff6' })
    DscResourcesToExport = @(
        'IpmiAlert'
        'IpmiBootOrder'
        'IpmiConfiguration'
        'IpmiNetwork'
        'IpmiPowerState'
        'IpmiSol'
        'IpmiUser'
    )
    FunctionsToExport    = @()
    CmdletsToExport      = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('DSC', 'DSCResource', 'IPMI', 'BMC', 'OutOfBand', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            ProjectUri   = 'https://github.com/IpmiPS/IpmiPS'
            LicenseUri   = 'https://github.com/IpmiPS/IpmiPS/blob/main/LICENSE'
            IconUri      = 'https://github.com/IpmiPS/IpmiPS/raw/main/docs/icon.png'
            ReleaseNotes = 'https://github.com/IpmiPS/IpmiPS/blob/main/CHANGELOG.md'
        }
    }
}
