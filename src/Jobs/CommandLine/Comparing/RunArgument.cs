using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies;

namespace Angioboard.Jobs.CommandLine.Comparing;

/// <summary>
/// A run named on the command line: a run's folder or a predictions.json, with a name of its own (<c>NAME=PATH</c>) or without.
/// </summary>
/// <param name="Name">What the run is called.</param>
/// <param name="Predictions">Its predictions.json.</param>
internal sealed record RunArgument(string Name, string Predictions)
{
    /// <summary>The run's folder, if the file lies in one.</summary>
    public RunFolder Folder => new(Path.GetDirectoryName(Path.GetFullPath(Predictions))!);

    /// <summary>Where the run's settings would be.</summary>
    public string Settings => Folder.Settings;

    /// <summary>Reads the arguments; runs without a name are called after their folder or file.</summary>
    /// <exception cref="InputException">A path leads nowhere, or to a folder without predictions.</exception>
    public static IReadOnlyList<RunArgument> Read(IReadOnlyList<string> arguments)
    {
        List<string> problems = [];
        List<(string? Name, string File)> found = [];
        foreach (string argument in arguments)
        {
            (string? name, string path) = Split(argument);
            string file = Directory.Exists(path) ? new RunFolder(path).Predictions : path;
            if (name is not null && string.IsNullOrWhiteSpace(name))
                problems.Add($"{argument}: there is no name before the equals sign; write one");
            else if (File.Exists(file)) found.Add((name, file));
            else if (File.Exists(Path.Combine(path, StudyPlanFile.Name)))
                problems.Add($"{argument}: is a study, which has a name only for each variant; write {argument}:VARIANT, or leave the name "
                    + "out to compare all its variants");
            else if (Directory.Exists(path)) problems.Add($"{path}: this folder has no predictions.json; predict first");
            else problems.Add($"{path}: no such file or folder; give a run's folder or a predictions.json, also as NAME=PATH");
        }
        if (problems.Count > 0) throw new InputException(problems);
        string[] called = [.. found.Select(run => run.Name ?? Called(run.File, parents: 0))];
        return [.. found.Select((run, i) => new RunArgument(run.Name ?? Called(run.File, Shared(called[i]) ? 1 : 0), run.File))];

        bool Shared(string name) => called.Count(other => other == name) > 1;
    }

    // A path may contain an equals sign too.
    private static (string? Name, string Path) Split(string argument)
    {
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 || Path.Exists(argument) ? (null, argument) : (argument[..equals], argument[(equals + 1)..]);
    }

    private static string Called(string file, int parents)
    {
        string full = Path.GetFullPath(file);
        string named = Path.GetFileName(full) == "predictions.json" ? Path.GetDirectoryName(full)! : Path.ChangeExtension(full, null);
        return string.Join('/', named.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)[^(parents + 1)..]);
    }
}
