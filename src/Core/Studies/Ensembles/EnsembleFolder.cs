using System.Text.RegularExpressions;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.RunFolders;

namespace Angioboard.Core.Studies.Ensembles;

/// <summary>The folder of an ensemble, Study_N/ensembles/NAME: what it is made of, its predictions and its evaluation.</summary>
public sealed partial record EnsembleFolder(string Path)
{
    /// <summary>The name of its record.</summary>
    public const string RecordName = "ensemble.json";

    private const string Parent = "ensembles";

    // What is older was left by a process that was killed: files are written within seconds, after everything is computed.
    private static readonly TimeSpan leftover = TimeSpan.FromHours(1);

    /// <summary>Its name.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>What it is made of.</summary>
    public string Record => System.IO.Path.Combine(Path, RecordName);

    /// <summary>The names of its other files, which are those of a run.</summary>
    public RunFolder Files => new(Path);

    /// <summary>The study that it belongs to.</summary>
    public string Study => System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(Path)!)!;

    /// <summary>
    /// Whether this can be an ensemble's name: letters, digits, dots, dashes and underscores, beginning with a letter or digit.
    /// </summary>
    public static bool IsName(string name) => Allowed().IsMatch(name);

    /// <summary>The folder of an ensemble, there or not.</summary>
    /// <param name="study">The study's folder.</param>
    /// <param name="name">Its name.</param>
    public static EnsembleFolder Of(string study, string name) => new(System.IO.Path.Combine(study, Parent, name));

    /// <summary>The ensembles of a study, by name. Links are none, and what is being written is not there yet.</summary>
    public static IReadOnlyList<EnsembleFolder> All(string study)
    {
        string parent = System.IO.Path.Combine(study, Parent);
        if (FileStatus.Of(parent) is not { Kind: FileKind.Folder }) return [];
        EnumerationOptions quiet = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return
        [
            .. Directory.EnumerateDirectories(parent, "*", quiet).Where(path => IsName(System.IO.Path.GetFileName(path)))
                .Order(StringComparer.Ordinal).Select(path => new EnsembleFolder(path)),
        ];
    }

    /// <summary>Makes an ensemble's folder with its complete content, in place of one that is there, or not at all.</summary>
    /// <param name="fill">Writes its content into the folder that it is given.</param>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public void Write(Action<EnsembleFolder> fill)
    {
        string parent = System.IO.Path.GetDirectoryName(Path)!;
        AtomicFile.CreateFolder(parent);
        RemoveLeftovers(parent);
        string fresh = System.IO.Path.Combine(parent, $".{Guid.NewGuid():N}"), old = System.IO.Path.Combine(parent, $".{Guid.NewGuid():N}");
        AtomicFile.CreateFolder(fresh);
        try
        {
            fill(new EnsembleFolder(fresh));
            if (Directory.Exists(Path)) Directory.Move(Path, old);
            Directory.Move(fresh, Path);
            Disk.FlushNames(parent);
            Disk.FlushNames(Study);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw AtomicFile.Unwritable(Path, e);
        }
        finally
        {
            foreach (string path in new[] { fresh, old }.Where(Directory.Exists)) Directory.Delete(path, recursive: true);
        }
    }

    private static void RemoveLeftovers(string parent)
    {
        foreach (string path in Directory.EnumerateDirectories(parent, ".*"))
        {
            try
            {
                TimeSpan age = TimeProvider.System.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(path);
                if (age > leftover) Directory.Delete(path, recursive: true);
            }
            catch (Exception e) when (FileErrors.Is(e))
            {
                // Another process removes it, or it is another user's.
            }
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Allowed();
}
