using System.CommandLine;
using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Studies;

/// <summary>`study`: settings, seeds and folds as one question.</summary>
internal static class StudyVerb
{
    public static Command Command()
    {
        Command command = new("study", "Compare variants over folds and seeds: make a study, train its runs in turn, report the result");
        Command[] parts =
            [NewStudy.Command(), AddToStudy.Command(), RunStudy.Command(), ReportStudy.Command(), EnsembleOfStudy.Command()];
        foreach (Command part in parts) command.Subcommands.Add(part);
        return command;
    }

    /// <summary>Opens a study for a change, which nobody else may make at the same time.</summary>
    /// <exception cref="HeldException">Another process changes or trains it.</exception>
    /// <exception cref="InputException">It is not a study's folder, or its files were edited wrongly.</exception>
    public static async Task<(StudyDirectory Study, RunLock Held)> TakeAsync(string path, CancellationToken cancellation)
    {
        // Only a study's folder gets a lock, and only under it is the plan as it stays.
        StudyDirectory study = StudyDirectory.Open(path);
        RunLock held = await RunLock.TakeAsync(new RunFolder(study.Path), TimeProvider.System, cancellation);
        try
        {
            return (StudyDirectory.Open(study.Path), held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The argument that names a study's folder.</summary>
    public static Argument<string> Folder() => new("STUDY") { Description = "The study's folder, such as results/demo/Study_1" };
}
