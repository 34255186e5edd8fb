@{
    Severity     = @('Error', 'Warning', 'Information')
    # Pester's BeforeAll sets variables for It blocks, and tests name positional parameters as Pester's own documentation does.
    ExcludeRules = @('PSUseDeclaredVarsMoreThanAssignments', 'PSAvoidUsingPositionalParameters')
}
