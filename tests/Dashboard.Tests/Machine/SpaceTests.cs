using Angioboard.Dashboard.Machine;
using Angioboard.Dashboard.NewRun;
using Angioboard.Dashboard.Tests.RunDetails;
using Angioboard.Jobs;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Runs;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Machine;

/// <summary>What pages show about disk space and about freeing it.</summary>
public sealed class SpaceTests
{
    private static readonly MachineSample Box = new() { Time = DateTimeOffset.UnixEpoch };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_machine_page_shows_the_size_of_the_trash_and_lets_administrators_empty_it(bool administrator)
    {
        await using RunPageContext context = new();
        string place = Directory.CreateDirectory(context.File(Path.Combine("..", "..", ".trash", "e", "Train_1"))).FullName;
        File.WriteAllBytes(Path.Combine(place, "last.ckpt"), new byte[3_000_000]);
        context.Add(run =>
            run with { Status = RunStatus.Finished, Folder = place, Trashed = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero) });

        IRenderedComponent<TrashNote> note = context.Render<TrashNote>(p => p.Add(n => n.Box, Box).Add(n => n.MayEmpty, administrator));
        note.WaitForElement("p");

        string[] words = note.Find("p").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("1 deleted run, 3 MB in the trash, removed permanently from 27 Nov 2026 on", string.Join(' ', words),
            StringComparison.Ordinal);
        Assert.Equal("./?shelf=trash", note.Find("a").GetAttribute("href"));
        Assert.Equal(administrator ? 1 : 0, note.FindAll("button").Count);
    }

    [Theory]
    [InlineData(1e6, true)]
    [InlineData(0, false)]
    public async Task The_form_warns_only_if_the_disk_is_nearly_full(double needed, bool warns)
    {
        await using RunPageContext context = new();
        context.Services.AddSingleton(
            new AngioboardOptions { DataFolder = Path.GetTempPath(), ResultsFolder = Path.GetTempPath(), MinimumFreeGigabytes = needed });
        context.Services.AddLogging();
        await context.Services.GetRequiredService<MachineMonitor>().LookAsync(Xunit.TestContext.Current.CancellationToken);

        string markup = context.Render<SpaceNote>().Markup;

        if (warns) Assert.Contains("GB free; below 1000000.0 GB no run starts.", markup, StringComparison.Ordinal);
        else Assert.Empty(markup.Trim());
    }
}
