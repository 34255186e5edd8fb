@{
    Severity     = @('Error', 'Warning', 'Information')
    # Pester's BeforeAll sets variables for It blocks, and its own words take their arguments by position.
    ExcludeRules = @('PSUseDeclaredVarsMoreThanAssignments', 'PSAvoidUsingPositionalParameters')
    Rules        = @{
        PSUseCompatibleSyntax = @{
            Enable         = $true
            TargetVersions = @('5.1', '7.0')
        }
    }
}
