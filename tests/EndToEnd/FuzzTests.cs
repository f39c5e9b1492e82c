using System.Diagnostics;

namespace Angioboard.EndToEnd;

/// <summary>The fuzz campaign of tests/Faults, with few inputs: what it finds is shown as it prints it.</summary>
public sealed class FuzzTests
{
    [Fact]
    public async Task Damaged_files_of_every_kind_are_read_or_refused_in_clear_words_within_time_and_memory()
    {
        ProcessStartInfo start = new(BuiltProgram.Faults, ["fuzz", "--count", "2000"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("LIBTORCH");

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        string said = $"{await output}\n{await errors}";
        TestContext.Current.SendDiagnosticMessage("{0}", said);
        Assert.True(process.ExitCode == 0, said);
    }
}
