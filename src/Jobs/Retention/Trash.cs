using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Retention;

/// <summary>
/// Where deleted runs lie until retention takes them: <c>.trash</c> in the results folder, or beside a run that lies elsewhere. A file in the
/// folder's place keeps its number from being given again.
/// </summary>
internal static partial class Trash
{
    private const string Name = ".trash";
    private const string Stamp = "-yyyyMMddHHmmss";

    private static readonly EnumerationOptions Visible = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden };

    /// <summary>Whether the folder that a run is filed with lies in a trash; that of a run deleted when its folder was gone does not.</summary>
    public static bool Holds(Run run) => run.Folder.Split(Path.DirectorySeparatorChar).Contains(Name);

    /// <summary>Where those lie that were deleted from a results folder.</summary>
    public static string FolderIn(string results) => Path.Combine(results, Name);

    /// <summary>Moves a run's folder into the trash; returns where it lies then.</summary>
    /// <exception cref="InputException">It cannot be moved.</exception>
    public static string Put(Run run, string results, DateTimeOffset now)
    {
        string place = Place(run.Folder, results);
        if (Directory.Exists(place)) place += now.ToString(Stamp, CultureInfo.InvariantCulture);
        Move(run.Folder, place);
        HoldNumber(run.Folder, place);
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
        try
        {
            Move(run.Folder, place);
        }
        catch (InputException)
        {
            HoldNumber(place, run.Folder);
            throw;
        }
        return place;
    }

    /// <summary>Where a run in the trash was before.</summary>
    public static string Original(Run run) => Original(run.Folder, run.Train);

    /// <summary>Where a folder that is gone from its place may lie in the trash, the one that was deleted last first.</summary>
    public static IEnumerable<string> Places(string folder, string results)
    {
        string place = Place(folder, results);
        string parent = Path.GetDirectoryName(place)!, train = Path.GetFileName(place);
        return Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, $"{train}*", Visible).Where(path => TrainOf(path) == train).OrderDescending(StringComparer.Ordinal)
            : [];
    }

    /// <summary>What lies in the trash of a results folder, and where each was before.</summary>
    public static IEnumerable<(string Folder, string Original)> Folders(string results) =>
        RunImport.Folders(FolderIn(results)).Where(folder => File.Exists(new RunFolder(folder).Settings)).Select(folder => (folder, Original(folder, TrainOf(folder))));

    /// <summary>Whether the disk of a run in the trash is there: what is not mounted is not gone.</summary>
    public static bool IsReachable(Run run)
    {
        string[] parts = run.Folder.Split(Path.DirectorySeparatorChar);
        return Directory.Exists(string.Join(Path.DirectorySeparatorChar, parts[..Array.LastIndexOf(parts, Name)]));
    }

    /// <summary>Keeps a deleted run's number from being given again, if nothing has its place.</summary>
    public static void HoldNumber(string folder, string place)
    {
        try
        {
            if (Directory.Exists(folder) || File.Exists(folder)) return;
            using FileStream holder = SafeOpen.Create(folder);
            holder.Write(Encoding.UTF8.GetBytes($"This run was deleted and lies in {place} until it is removed for good.\n"));
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            // On a full disk the file stays empty, which serves as well; elsewhere the store still knows the number.
        }
    }

    /// <summary>Lets a number be given again.</summary>
    public static void FreeNumber(string folder)
    {
        try
        {
            if (File.Exists(folder)) File.Delete(folder);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            // A number more or less is no matter.
        }
    }

    private static string Place(string folder, string results)
    {
        string inside = Path.GetRelativePath(results, folder);
        string root = inside.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(inside) ? Path.GetDirectoryName(folder)! : results;
        return Path.Combine(root, Name, Path.GetRelativePath(root, folder));
    }

    private static string Original(string folder, string train)
    {
        string[] parts = folder.Split(Path.DirectorySeparatorChar);
        int trash = Array.LastIndexOf(parts, Name);
        return string.Join(Path.DirectorySeparatorChar, [.. parts[..trash], .. parts[(trash + 1)..^1], train]);
    }

    private static string TrainOf(string folder) => Stamped().Replace(Path.GetFileName(folder), "");

    private static void Move(string from, string to)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            Directory.Move(from, to);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException($"{from}: cannot be moved to {to}: {FileTrouble.Words(e)}", e);
        }
    }

    [GeneratedRegex(@"-\d{14}\z")]
    private static partial Regex Stamped();
}
