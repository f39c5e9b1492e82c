using System.Diagnostics;

namespace Angioboard.Jobs.Tests.Papers;

/// <summary>Makes PDFs of LaTeX with pdflatex, which must be installed (Debian: texlive-latex-recommended).</summary>
internal static class LatexDocument
{
    /// <summary>Compiles a file; it must have no error and lack no character.</summary>
    public static void Compile(string folder, string name)
    {
        ProcessStartInfo start = new("pdflatex", ["-interaction=nonstopmode", "-halt-on-error", name])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        using Process latex = Process.Start(start)!;
        string log = latex.StandardOutput.ReadToEnd();
        latex.WaitForExit();

        Assert.True(latex.ExitCode == 0, log[Math.Max(0, log.Length - 3000)..]);
        Assert.DoesNotContain("Missing character", log, StringComparison.Ordinal);
        Assert.True(new FileInfo(Path.Combine(folder, Path.ChangeExtension(name, "pdf"))).Length > 10_000);
    }
}
