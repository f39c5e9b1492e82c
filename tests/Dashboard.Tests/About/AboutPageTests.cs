using System.Text.RegularExpressions;
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

        Assert.Equal(Released().Match(await File.ReadAllTextAsync(Changelog(), Xunit.TestContext.Current.CancellationToken)).Groups[1].Value, page.Find("td").TextContent);
        await context.DisposeAsync();
    }

    private static string Changelog()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string file = Path.Combine(folder.FullName, "CHANGELOG.md");
            if (File.Exists(file)) return file;
        }
        throw new FileNotFoundException($"CHANGELOG.md is not above {AppContext.BaseDirectory}");
    }

    [GeneratedRegex(@"(?m)^## \[(\d+\.\d+\.\d+)\]")]
    private static partial Regex Released();
}
