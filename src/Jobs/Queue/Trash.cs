using System.Globalization;
using Angioboard.Core;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Queue;

/// <summary>
/// Where deleted runs lie until retention takes them: <c>.trash</c> in the results folder, or beside a run that lies elsewhere. A file in the
/// folder's place keeps its number from being given again.
/// </summary>
internal static class Trash
{
    private const string Name = ".trash";

    /// <summary>Where those lie that were deleted from a results folder.</summary>
    public static string FolderIn(string results) => Path.Combine(results, Name);

    /// <summary>Moves a run's folder into the trash; returns where it lies then.</summary>
    /// <exception cref="InputException">It cannot be moved.</exception>
    public static string Put(Run run, string results, DateTimeOffset now)
    {
        string inside = Path.GetRelativePath(results, run.Folder);
        string root = inside.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(inside) ? Path.GetDirectoryName(run.Folder)! : results;
        string place = Path.Combine(root, Name, Path.GetRelativePath(root, run.Folder));
        if (Directory.Exists(place)) place += now.ToString("-yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        Move(run.Folder, place);
        File.WriteAllText(run.Folder, $"This run was deleted and lies in {place} until it is removed for good.\n");
        return place;
    }

    /// <summary>Moves a run's folder back to where it was; returns that.</summary>
    /// <exception cref="InputException">It cannot be moved.</exception>
    public static string TakeBack(Run run)
    {
        string place = Original(run);
        if (!Directory.Exists(run.Folder)) throw new InputException($"{run.Title}: its folder {run.Folder} is gone from the trash");
        if (Directory.Exists(place)) throw new InputException($"{run.Title}: {place} is another run's by now; rename that folder first");
        File.Delete(place);
        Move(run.Folder, place);
        return place;
    }

    /// <summary>Removes a run's folder for good.</summary>
    public static void Remove(Run run)
    {
        if (Directory.Exists(run.Folder)) Directory.Delete(run.Folder, recursive: true);
        File.Delete(Original(run));
    }

    private static string Original(Run run)
    {
        string[] parts = run.Folder.Split(Path.DirectorySeparatorChar);
        int trash = Array.LastIndexOf(parts, Name);
        return string.Join(Path.DirectorySeparatorChar, [.. parts[..trash], .. parts[(trash + 1)..^1], run.Train]);
    }

    private static void Move(string from, string to)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            Directory.Move(from, to);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{from}: cannot be moved to {to}: {e.Message.TrimEnd('.')}", e);
        }
    }
}
