@{
    Severity     = @('Error', 'Warning', 'Information')
    # Pester's BeforeAll sets variables for It blocks, and its own words take their arguments by position. Tests and examples of DSC resources are in the folders
    # of all tests and pages.
    ExcludeRules = @('PSUseDeclaredVarsMoreThanAssignments', 'PSAvoidUsingPositionalParameters', 'PSDSCDscTestsPresent', 'PSDSCDscExamplesPresent')
    Rules        = @{
        PSUseCompatibleSyntax = @{
            Enable         = $true
            TargetVersions = @('5.1', '7.0')
        }
    }
}
