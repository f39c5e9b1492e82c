using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Angioboard.Dashboard.Theme;

/// <summary>
/// Creates components; MudBlazor's controls start out dense, outlined and small, unless the page says otherwise. MudBlazor itself has no
/// setting for that.
/// </summary>
internal sealed class ControlDefaults(IServiceProvider services) : IComponentActivator
{
    private static readonly (string Name, object Value)[] field = [("Variant", Variant.Outlined), ("Margin", Margin.Dense)];

    private static readonly (string Name, object Value)[] table = [("Dense", true), ("Elevation", 0), ("Outlined", true)];

    private static readonly Dictionary<Type, (string Name, object Value)[]> defaults = new()
    {
        [typeof(MudTextField<>)] = field,
        [typeof(MudNumericField<>)] = field,
        [typeof(MudAutocomplete<>)] = [.. field, ("Dense", true)],
        [typeof(MudSelect<>)] = [.. field, ("Dense", true)],
        [typeof(MudSimpleTable)] = table,
        [typeof(MudTable<>)] = table,
        [typeof(MudPaper)] = [("Elevation", 0), ("Outlined", true)],
        [typeof(MudButton)] = [("Size", Size.Small), ("Variant", Variant.Outlined)],
        [typeof(MudSwitch<>)] = [("Size", Size.Small), ("Color", Color.Primary)],
        [typeof(MudCheckBox<>)] = [("Size", Size.Small), ("Color", Color.Primary), ("Dense", true)],
        [typeof(MudChip<>)] = [("Size", Size.Small)],
        [typeof(MudAlert)] = [("Dense", true)],
    };

    private static readonly ConcurrentDictionary<Type, (PropertyInfo Property, object Value)[]> known = new();

    /// <inheritdoc/>
    public IComponent CreateInstance(Type componentType)
    {
        IComponent component = (IComponent)ActivatorUtilities.CreateInstance(services, componentType);
        foreach ((PropertyInfo property, object value) in known.GetOrAdd(componentType, Find)) property.SetValue(component, value);
        return component;
    }

    private static (PropertyInfo Property, object Value)[] Find(Type type) =>
        defaults.TryGetValue(type.IsGenericType ? type.GetGenericTypeDefinition() : type, out (string Name, object Value)[]? values)
            ? [.. values.Select(value => (Property(type, value.Name), value.Value))]
            : [];

    private static PropertyInfo Property(Type type, string name) =>
        type.GetProperty(name) ?? throw new InvalidOperationException($"{type.Name} has no parameter {name}.");
}
