using System.Diagnostics;
using System.Text.RegularExpressions;
using Angioboard.Core;
using Angioboard.Dashboard.About;
using Angioboard.Jobs;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace Angioboard.Dashboard.Tests.About;

public sealed partial class AboutPageTests
{
    [Fact]
    public async Task The_version_is_the_newest_of_the_changelog()
    {
        BunitContext context = new();
        context.Services.AddMudServices().AddSingleton(new AngioboardOptions());
        context.JSInterop.Mode = JSRuntimeMode.Loose;

        IRenderedComponent<AboutPage> page = context.Render<AboutPage>();

        Assert.Equal(Released()
            .Match(await File.ReadAllTextAsync(Path.Combine(GoldenFiles.Repository, "CHANGELOG.md"),
                Xunit.TestContext.Current.CancellationToken)).Groups[1].Value, page.Find("td").TextContent);
        await context.DisposeAsync();
    }

    [Fact]
    public async Task The_program_says_the_same_version_and_starts_nothing()
    {
        ProcessStartInfo start = new("dotnet", [typeof(DashboardHost).Assembly.Location, "--version"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;

        string said = await process.StandardOutput.ReadToEndAsync(Xunit.TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(Xunit.TestContext.Current.CancellationToken);

        Assert.Equal((0, ProductVersion.Text), (process.ExitCode, said.Trim()));
    }

    [Fact]
    public void Versions_that_the_page_cannot_ask_for_match_the_built_ones()
    {
        string root = GoldenFiles.Repository;
        string page = File.ReadAllText(Path.Combine(root, "src/Dashboard/About/AboutPage.razor")),
            packages = File.ReadAllText(Path.Combine(root, "Directory.Packages.props"));

        foreach (string package in new[] { "TorchSharp", "libtorch-cpu-linux-x64" })
            Assert.Contains(Regex.Match(packages, $"Include=\"{package}\" Version=\"([0-9.]+)\"").Groups[1].Value, page,
                StringComparison.Ordinal);
        Assert.Contains($"\"apexcharts\": \"{Regex.Match(page, "\\(\"ApexCharts\", \"([0-9.]+)\"\\)").Groups[1].Value}\"",
            File.ReadAllText(Path.Combine(root, "wwwroot-assets/package.json")), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(?m)^## \[(\d+\.\d+\.\d+)\]")]
    private static partial Regex Released();
}
