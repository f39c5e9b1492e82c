using MudBlazor;

namespace Angioboard.Dashboard.Theme;

/// <summary>The product's colours and type, in light and dark.</summary>
public static class AngioboardTheme
{
    private static readonly string[] fonts =
        ["Source Sans 3", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"];

    /// <summary>The one theme.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b5cad",
            Secondary = "#7a3e9d",
            AppbarBackground = "#ffffff",
            AppbarText = "#1d2530",
            Background = "#f6f7f9",
            Surface = "#ffffff",
            DrawerBackground = "#ffffff",
            TextPrimary = "#1d2530",
            TextSecondary = "#4d5866",
            LinesDefault = "#d9dee5",
            LinesInputs = "#87919f",
            Success = "#1b7a3d",
            Warning = "#9a5b00",
            Error = "#b3261e",
            Info = "#0b5cad",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#7ab8ff",
            PrimaryContrastText = "#0d1520",
            Secondary = "#d0a2ec",
            SecondaryContrastText = "#0d1520",
            AppbarBackground = "#161b22",
            AppbarText = "#e6eaf0",
            Background = "#0f1318",
            Surface = "#161b22",
            DrawerBackground = "#161b22",
            TextPrimary = "#e6eaf0",
            TextSecondary = "#aab4c0",
            LinesDefault = "#303844",
            LinesInputs = "#6f7a88",
            Success = "#6fd08c",
            SuccessContrastText = "#0d1520",
            Warning = "#f0b45a",
            WarningContrastText = "#0d1520",
            Error = "#ff8a80",
            ErrorContrastText = "#0d1520",
            Info = "#7ab8ff",
            InfoContrastText = "#0d1520",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = fonts },
            H1 = new H1Typography { FontFamily = fonts, FontSize = "1.5rem", FontWeight = "600", LineHeight = "1.3" },
            H2 = new H2Typography { FontFamily = fonts, FontSize = "1.15rem", FontWeight = "600", LineHeight = "1.3" },
            H3 = new H3Typography { FontFamily = fonts, FontSize = "1rem", FontWeight = "600", LineHeight = "1.3" },
            Body1 = new Body1Typography { FontFamily = fonts, FontSize = "0.875rem", LineHeight = "1.45" },
            Button = new ButtonTypography { FontFamily = fonts, TextTransform = "none" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
    };
}
