using System.Diagnostics;
using Angioboard.Dashboard.Machine;
using Angioboard.Dashboard.Tests.RunDetails;
using Angioboard.Jobs.Doctor;
using Angioboard.Jobs.Queue;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Machine;

/// <summary>The machine's check on its page, by a script in place of the program.</summary>
public sealed class CheckupCardTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_check_shows_each_finding_with_what_to_do_and_the_text_for_a_bug_report()
    {
        DoctorReport report = new("0.1.0", "box", "Linux", DateTimeOffset.UnixEpoch,
            [Finding.Fine("libtorch", "2.10"), Finding.Problem("CUDA", "no driver", "install the driver")]);
        await using RunPageContext context = Context($"cat <<'END'\n{report.ToJson()}\nEND\nexit 1");
        IRenderedComponent<CheckupCard> card = context.Render<CheckupCard>(p => p.Add(c => c.MayCheck, true));

        card.Find("button").Click();
        card.WaitForElement("table");

        Assert.EndsWith(": 1 problem.", card.Find("[role=status]").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal(["Fine", "Problem"], card.FindAll("tbody td:first-child").Select(level => level.TextContent));
        Assert.Equal(["libtorch", "CUDA"], card.FindAll("tbody th").Select(check => check.TextContent));
        Assert.Equal("To do: install the driver", card.Find(".checkup-remedy").TextContent);
        Assert.Contains("PROBLEM  CUDA: no driver\n         → install the driver", card.Find("pre").TextContent, StringComparison.Ordinal);
        // Another reader sees it too, and starts none.
        IRenderedComponent<CheckupCard> other = context.Render<CheckupCard>();
        Assert.Equal(2, other.FindAll("tbody tr").Count);
        Assert.DoesNotContain("Check again", other.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo 'error: libtorch is damaged' >&2; exit 2", "libtorch is damaged")]
    [InlineData("exit 134", "The machine could not be checked; try `angioboard doctor`")]
    [InlineData("echo nonsense", "the answer of `angioboard doctor` cannot be read; install Angioboard again")]
    public async Task A_check_that_fails_says_why(string script, string expected)
    {
        await using RunPageContext context = Context(script);
        string? problem = null;
        IRenderedComponent<CheckupCard> card =
            context.Render<CheckupCard>(p => p.Add(c => c.MayCheck, true).Add(c => c.OnProblem, (string text) => problem = text));

        card.Find("button").Click();

        card.WaitForAssertion(() => Assert.Equal(expected, problem));
        Assert.Empty(card.FindAll("table"));
    }

    private RunPageContext Context(string script)
    {
        string text = folder.File("text"), program = folder.File("angioboard");
        File.WriteAllText(text, $"#!/bin/sh\n{script}\n");
        // Copied by another process: a file that this one has open for writing while another test starts a process cannot be run.
        using (Process copy = Process.Start("install", ["-m", "700", text, program])) copy.WaitForExit();
        RunPageContext context = new();
        context.Services.AddSingleton(new QueueSetup { Devices = () => [], Executable = program });
        return context;
    }
}
