using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd;

/// <summary>A run on a real Slurm cluster, from the form to its result.</summary>
public sealed class ClusterTests(Site site) : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private DashboardProcess dashboard = null!;
    private IBrowserContext context = null!;

    public async ValueTask InitializeAsync()
    {
        Cluster("start");
        dashboard = new DashboardProcess(folder.File("data"), new Dictionary<string, string>
        {
            ["Angioboard__Slurm__Partitions__0"] = "gpu", ["Angioboard__Slurm__Cpus"] = "1",
            ["SLURM_CONF"] = folder.File("cluster", "slurm.conf"),
        });
        await dashboard.StartAsync();
        context = await site.Browser.NewContextAsync(new()
        {
            BaseURL = dashboard.Address.ToString(), StorageState = await Site.SignInAsync(site.Browser, dashboard),
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (context is not null) await context.DisposeAsync();
        if (dashboard is not null) await dashboard.DisposeAsync();
        Cluster("stop");
        folder.Dispose();
    }

    [Fact]
    public async Task A_run_goes_to_the_cluster_from_the_form_and_comes_back_with_its_result()
    {
        IPage page = await context.NewPageAsync();
        await Site.RegisterAsync(page, site.Study);

        await Site.GoAsync(page, Site.Tiny("cluster", 100_000) + "&device=slurm%3Agpu");
        await Assertions.Expect(page.GetByText("of memory on Slurm gpu (2 nodes, 3 GPUs)")).ToBeVisibleAsync();
        string id = await Site.LaunchAsync(page, Site.Tiny("cluster", 100_000) + "&device=slurm%3Agpu");
        await Site.TrainingAsync(page);
        await Assertions.Expect(page.Locator(".run-facts").First).ToContainTextAsync("on Slurm gpu");
        await Assertions.Expect(page.Locator(".run-facts").First).ToContainTextAsync("job 1 on n");
        await Site.GoAsync(page, "/machine");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "slurm:gpu: 2 of 3 GPUs free" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = $"1: {id}" }).ClickAsync();
        await Site.StopAsync(page);
        await Site.StatusAsync(page, "Stopped", seconds: 120);

        string second = await Site.LaunchAsync(page, Site.Tiny("cluster", 2) + "&device=slurm%3Agpu");
        await Site.StatusAsync(page, "Finished", seconds: 120);
        await Site.GoAsync(page, $"/runs/{second}?tab=evaluation");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Per-class metrics" }).First).ToBeVisibleAsync();

        await Site.GoAsync(page, "/machine");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check now" }).ClickAsync();
        foreach (string node in new[] { "n1", "n2" })
            await Assertions.Expect(page.GetByText($"node {node}, shared disk").First).ToBeVisibleAsync(new() { Timeout = 300_000 });
        await Assertions.Expect(page.GetByText("the results folder is the dashboard's, and locks hold").First).ToBeVisibleAsync();
        await PageLook.RequireAsync(page, "machine-cluster");
        await Assertions.Expect(page.GetByText("the results folder is the dashboard's, and locks hold").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_run_goes_to_the_cluster_from_a_terminal()
    {
        IPage page = await context.NewPageAsync();
        string id = (await Command.RunAsync(folder.File("data"), "submit", "--experiment", "typed", "--device", "slurm:gpu",
            "--split", Path.Combine(site.Study, "split.json"), "--datadir", site.Study, "--num-classes", "5", "--epochs", "2",
            "--backbone", "vit(img=32,patch=16,dim=16,depth=1,heads=2)", "--hidden-dim", "8", "--max-frames", "4", "--pretrained", "none",
            "--normalizer", "dataset", "--augmentations", "false")).Trim();

        await Site.GoAsync(page, $"/runs/{id}");
        await Site.StatusAsync(page, "Finished", seconds: 120);
        await Assertions.Expect(page.Locator(".run-facts").First).ToContainTextAsync("on Slurm gpu");
    }

    // Its daemons inherit the output, which then has no end, so it is not read.
    private void Cluster(string verb)
    {
        using Process process =
            Process.Start(new ProcessStartInfo("bash", [Path.Combine(Tests(), "slurm-cluster.sh"), verb, folder.File("cluster")]))!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"slurm-cluster.sh {verb} ended with {process.ExitCode}");
    }

    private static string Tests([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, ".."));
}
