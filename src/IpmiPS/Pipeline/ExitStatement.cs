using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Finds out whether the output of a command is all that an exit statement gets, as in <c>exit (Test-IpmiHealth $names)</c>. PowerShell converts it to a number, and
/// several objects to 0, which would report success.
/// </summary>
internal static class ExitStatement
{
    /// <summary>Whether the command is the last one of a pipeline in the parentheses of an exit statement. Only that statement's first line is looked at.</summary>
    public static bool Takes(InvocationInfo invocation) =>
        invocation.PipelinePosition == invocation.PipelineLength && Takes(invocation.Line ?? "", invocation.OffsetInLine - 1);

    /// <summary>Whether the command at this offset of a line is.</summary>
    internal static bool Takes(string line, int offset) =>
        Parser.ParseInput(line, out _, out _).Find(ast => ast is CommandAst && ast.Extent.StartOffset == offset, searchNestedScriptBlocks: true) is CommandAst
        {
            Parent: PipelineAst { Parent: ParenExpressionAst { Parent: CommandExpressionAst { Parent: PipelineAst { Parent: ExitStatementAst } } } } pipeline,
        } command
        && pipeline.PipelineElements.Last() == command;
}
