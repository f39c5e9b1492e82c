using System.IO.Compression;
using Angioboard.Core;
using Angioboard.Core.Drawing;
using Angioboard.Core.Files;
using Angioboard.Jobs.Papers.Latex;
using Angioboard.Jobs.Papers.Word;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers;

/// <summary>Writes a paper's files into a new folder: all of them or none.</summary>
internal static class PaperFiles
{
    /// <summary>Refuses a folder that has files.</summary>
    /// <exception cref="InputException">It is not new or empty.</exception>
    public static void RequireFree(string output)
    {
        if (File.Exists(output)) throw new InputException($"{output}: is a file; give a new folder");
        if (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any())
            throw new InputException($"{output}: this folder is not empty; give a new one");
    }

    /// <summary>Refuses a zip file that is there already.</summary>
    /// <exception cref="InputException">It exists.</exception>
    public static void RequireFreeZip(string output)
    {
        if (Path.Exists(output)) throw new InputException($"{output}: exists already; give another name");
    }

    /// <summary>Writes the folder.</summary>
    /// <exception cref="InputException">It is not empty, or cannot be written to.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; nothing is left.</exception>
    public static void Write(string output, Paper paper, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        RequireFree(output);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output));
        InNewFolder(full, fresh =>
        {
            Fill(fresh, paper, progress, cancellation);
            // Only a folder that is still empty may be replaced.
            if (Directory.Exists(full)) Directory.Delete(full);
            Directory.Move(fresh, full);
        });
    }

    /// <summary>Writes the same as one zip file.</summary>
    /// <exception cref="InputException">It exists, or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; nothing is left.</exception>
    public static void WriteZip(string output, Paper paper, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        RequireFreeZip(output);
        InNewFolder(Path.GetFullPath(output), fresh =>
        {
            Fill(fresh, paper, progress, cancellation);
            AtomicFile.Write(output, stream =>
            {
                using ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true);
                foreach (string file in Directory.EnumerateFiles(fresh, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                    zip.CreateEntryFromFile(file, Path.GetRelativePath(fresh, file).Replace('\\', '/'));
            });
        });
    }

    private static void InNewFolder(string target, Action<string> use)
    {
        string fresh = $"{target}.{Guid.NewGuid():N}.tmp";
        AtomicFile.CreateFolder(fresh);
        try
        {
            use(fresh);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw AtomicFile.Unwritable(target, e);
        }
        finally
        {
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        }
    }

    private static void Fill(string folder, Paper paper, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        PaperTable[] tables = [.. paper.Blocks.OfType<PaperTable>()];
        PaperFigure[] figures = [.. paper.Blocks.OfType<PaperFigure>()];
        int done = 0, all = tables.Length + figures.Length + 2;
        foreach (string room in (string[])["tables", "figures"]) AtomicFile.CreateFolder(Path.Combine(folder, room));
        foreach (PaperTable table in tables)
        {
            Step();
            string path = Path.Combine(folder, "tables", table.Name);
            TableCsv.Write($"{path}.csv", table);
            AtomicFile.WriteText($"{path}.tex", LatexTable.Text(table));
        }
        foreach (PaperFigure figure in figures)
        {
            Step();
            string path = Path.Combine(folder, "figures", figure.Name);
            Save($"{path}.pdf", figure.Bytes(FigureFormat.Pdf));
            Save($"{path}.svg", figure.Bytes(FigureFormat.Svg));
        }
        foreach ((string name, Action<string> write) in paper.Attachments) write(Path.Combine(folder, name));
        Step();
        AtomicFile.WriteText(Path.Combine(folder, "report.tex"), LatexReport.Text(paper));
        Step();
        WordFile.Write(Path.Combine(folder, "report.docx"), paper);
        progress?.Report(new StageProgress("writing the report", all, all));

        void Step()
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new StageProgress("writing the report", done++, all));
        }
    }

    private static void Save(string path, byte[] bytes) => AtomicFile.Write(path, stream => stream.Write(bytes));
}
