using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Angioboard.Core.Settings;

namespace Angioboard.Jobs.Tests.Documents;

/// <summary>What the documents name exists: files and anchors, commands and options, settings, the version.</summary>
public sealed partial class DocumentTests
{
    private const int ReadmeLimit = 8192, ArchitectureLimit = 10240;

    [Fact]
    public void Every_relative_link_leads_to_an_existing_file_and_anchor()
    {
        List<string> wrong = [];
        foreach (MarkdownPage page in MarkdownPage.All)
        {
            foreach (string link in page.Links.Where(link => !Uri.TryCreate(link, UriKind.Absolute, out Uri? to) || to.IsFile))
            {
                string[] parts = link.Split('#', 2);
                string target = parts[0].Length == 0
                    ? page.Path
                    : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page.Path)!, Uri.UnescapeDataString(parts[0])));
                if (!target.StartsWith(MarkdownPage.Root, StringComparison.Ordinal) || !Path.Exists(target))
                    wrong.Add($"{page.Name}: {link}: no such file");
                else if (parts is [_, { } anchor]
                    && MarkdownPage.All.FirstOrDefault(other => other.Path == target)?.Anchors.Contains(anchor) != true)
                    wrong.Add($"{page.Name}: {link}: no such heading");
            }
        }

        None(wrong);
        Assert.True(MarkdownPage.All.Sum(page => page.Links.Count) > 50, "hardly any link was found");
    }

    [Fact]
    public async Task Every_command_and_option_exists()
    {
        ProgramOptions program = await ProgramOptions.AskAsync();

        None(MarkdownPage.All.SelectMany(page => page.Code.SelectMany(program.Unknown)
            .Select(unknown => $"{page.Name}: {unknown}: the program has no such thing")));
        string[] documented = [.. Page("docs/command-line.md").Code.Where(code => code.StartsWith("angioboard ", StringComparison.Ordinal))
            .Select(code => code.Split(' ')[1])];
        Assert.Empty(program.Verbs.Except(documented));
    }

    [Fact]
    public void Every_named_setting_of_the_server_exists()
    {
        None(MarkdownPage.All.SelectMany(page => ServerSetting().Matches(page.Text)
            .Select(match => match.Groups[1].Value)
            .Where(key => !IsSetting(typeof(AngioboardOptions), key.Replace("__", ":", StringComparison.Ordinal).Split(':')))
            .Select(key => $"{page.Name}: {key}: the server has no such setting")));
    }

    [Fact]
    public void The_page_of_settings_lists_all_settings_of_the_server()
    {
        string[] listed =
            [.. Rows("docs/settings.md").Select(row => row[0]).Where(key => key.StartsWith("Angioboard:", StringComparison.Ordinal))];

        Assert.Equal(Keys(typeof(AngioboardOptions), "Angioboard").Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_of_settings_lists_all_settings_of_a_run_with_their_defaults()
    {
        Dictionary<string, string> listed = Rows("docs/settings.md").Where(row => RunSetting().IsMatch(row[0]))
            .ToDictionary(row => row[0], row => row[1]);

        Assert.Equal(SettingsFile.Names.Keys.Order(StringComparer.Ordinal), listed.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, PropertyInfo property) in SettingsFile.Names)
        {
            if (property.GetValue(new RunSettings()) is { } value)
                Assert.Equal((name, JsonSerializer.SerializeToNode(value, SettingsFile.Json)!.ToString()), (name, listed[name]));
        }
    }

    [Fact]
    public void The_readme_and_the_architecture_are_short()
    {
        Assert.InRange(new FileInfo(Page("README.md").Path).Length, 1, ReadmeLimit);
        Assert.InRange(new FileInfo(Page("docs/architecture.md").Path).Length, 1, ArchitectureLimit);
    }

    [Fact]
    public void Every_page_can_be_reached_from_the_readme()
    {
        HashSet<string> linked = [.. Page("README.md").Links.Select(link => link.Split('#')[0])];

        None(MarkdownPage.All.Select(page => page.Name).Where(name => name != "README.md" && !linked.Contains(name))
            .Select(name => $"README.md: does not link to {name}"));
    }

    [Fact]
    public async Task The_program_the_build_and_the_changelog_have_the_same_version()
    {
        string build = XDocument.Load(Path.Combine(MarkdownPage.Root, "Directory.Build.props")).Descendants("Version").Single().Value;
        string changelog = Released().Match(Page("CHANGELOG.md").Text).Groups[1].Value;
        string program = (await AngioboardProcess.RunAsync("--version")).Done().Result.Split(' ')[0];

        Assert.Equal((build, build), (changelog, program));
    }

    // In full: xUnit truncates collections.
    private static void None(IEnumerable<string> wrong)
    {
        string all = string.Join('\n', wrong);
        Assert.True(all.Length == 0, all);
    }

    private static MarkdownPage Page(string name) => Assert.Single(MarkdownPage.All, page => page.Name == name);

    private static IEnumerable<string[]> Rows(string page) =>
        Page(page).Text.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Trim('|', ' ').Split(" | ").Select(cell => cell.Trim('`')).ToArray());

    // Read like the server reads them: names in any case, numbers for the entries of a list.
    private static bool IsSetting(Type type, string[] key)
    {
        if (key is []) return true;
        if (typeof(IEnumerable).IsAssignableFrom(type) && type != typeof(string)) return key is [{ } number] && int.TryParse(number, out _);
        PropertyInfo? property = type.GetProperty(key[0], BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        return property is { CanWrite: true } && IsSetting(property.PropertyType, key[1..]);
    }

    private static IEnumerable<string> Keys(Type type, string path) =>
        type.GetProperties().Where(property => property.CanWrite).SelectMany(property =>
        property.PropertyType.IsClass && property.PropertyType != typeof(string)
            && !typeof(IEnumerable).IsAssignableFrom(property.PropertyType)
            ? Keys(property.PropertyType, $"{path}:{property.Name}")
            : [$"{path}:{property.Name}"]);

    [GeneratedRegex(@"\bAngioboard(?::|__)([A-Za-z0-9_]+(?::[A-Za-z0-9_]+)*)")]
    private static partial Regex ServerSetting();

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex RunSetting();

    [GeneratedRegex(@"(?m)^## \[(\d+\.\d+\.\d+)\]")]
    private static partial Regex Released();
}
