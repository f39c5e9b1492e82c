using System.CommandLine;

namespace Angioboard.Jobs.CommandLine.Studies;

/// <summary>`study`: settings, seeds and folds as one question.</summary>
internal static class StudyVerb
{
    public static Command Command()
    {
        Command command = new("study", "Compare variants over folds and seeds: make a study, train its runs in turn, report the result");
        foreach (Command part in new[] { NewStudy.Command(), AddToStudy.Command(), RunStudy.Command(), ReportStudy.Command() })
            command.Subcommands.Add(part);
        return command;
    }

    /// <summary>The argument that names a study's folder.</summary>
    public static Argument<string> Folder() => new("STUDY") { Description = "The study's folder, such as results/demo/Study_1" };
}
