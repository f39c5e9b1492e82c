using Angioboard.Core.Data.Splits;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Data.Folds;

/// <summary>A study's folder of folds: fold-0.json …, and held-out.json if exams are held out.</summary>
public static class FoldFolder
{
    /// <summary>The file of the exams that are held out: a split file with <c>test</c> only.</summary>
    public const string HeldOutFile = "held-out.json";

    // The folder is the program's own: a link in it is not a fold.
    private static readonly OpenRule rule = new() { Largest = 200_000_000 };

    /// <summary>
    /// Writes the folder whole or not at all, even across a power cut: its files are written to a folder beside it, which is then renamed.
    /// Of a folder that is there nothing changes; files that it lacks are added, as for a study that takes more folds.
    /// </summary>
    /// <param name="folder">The folder, such as <c>Study_1/folds</c>; the folder above exists.</param>
    /// <param name="folds">The folds.</param>
    /// <exception cref="InputException">It is there with other folds, or cannot be written.</exception>
    public static void Write(string folder, FoldSet folds)
    {
        (string Name, byte[] Text)[] files = [.. Files(folds)];
        if (Directory.Exists(folder))
        {
            if (!Fits(folder, files))
                throw new InputException($"{folder}: holds other folds already; a study's folds do not change, so make a new study");
            foreach ((string name, byte[] text) in files.Where(file => !File.Exists(Path.Combine(folder, file.Name))))
                AtomicFile.Write(Path.Combine(folder, name), stream => stream.Write(text));
            return;
        }
        // The name of a write that was cut short would stay for ever, were it random.
        string temporary = folder + ".new";
        try
        {
            Remove(temporary);
            AtomicFile.CreateFolder(temporary);
            foreach ((string name, byte[] text) in files) AtomicFile.Write(Path.Combine(temporary, name), stream => stream.Write(text));
            Directory.Move(temporary, folder);
            Disk.FlushNames(Path.GetDirectoryName(Path.GetFullPath(folder))!);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw AtomicFile.Unwritable(folder, e);
        }
        catch (InputException)
        {
            // The reason is told; what is left behind is removed by the next write, if not now.
            TryRemove(temporary);
            throw;
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private static void TryRemove(string folder)
    {
        try
        {
            Remove(folder);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            // The disk that refused to write may refuse this too.
        }
    }

    private static IEnumerable<(string Name, byte[] Text)> Files(FoldSet folds)
    {
        foreach (Fold fold in folds.Folds) yield return (fold.FileName, fold.Text());
        if (folds.HeldOut.Count > 0) yield return (HeldOutFile, SplitCopy.Text([Fold.Part(Fold.TestPart, folds.HeldOut)]));
    }

    /// <summary>Whether a folder holds nothing but some of these files.</summary>
    private static bool Fits(string folder, (string Name, byte[] Text)[] files)
    {
        Dictionary<string, byte[]> texts = files.ToDictionary(file => file.Name, file => file.Text);
        try
        {
            return Directory.EnumerateFileSystemEntries(folder).All(path =>
                texts.TryGetValue(Path.GetFileName(path), out byte[]? text) && SafeOpen.Bytes(path, rule).AsSpan().SequenceEqual(text));
        }
        catch (Exception e) when (FileErrors.Is(e) || e is InputException)
        {
            // What is there cannot be these files.
            return false;
        }
    }
}
