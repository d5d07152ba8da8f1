-- The fields of a layer's view as columns of their own, beside the same values in `properties`: who reads a whole layer, as the
-- tile engine does at start, is spared a million JSON objects (2.3 s against 8.5 s for a million places).
create or replace view layer_places as
select p.id,
       p.geom,
       p.region_code,
       p.weight,
       jsonb_build_object(
         'name', p.name_zh,
         'nameEn', p.name_en,
         'type', p.type_code,
         'category', t.category,
         'sports', p.sports,
         'status', p.status,
         'fee', p.fee,
         'rating', p.rating,
         'ownership', p.ownership) as properties,
       p.name_zh as name,
       p.name_en as "nameEn",
       p.type_code as type,
       t.category,
       p.sports,
       p.status,
       p.fee,
       p.rating,
       p.ownership
from place p
join place_type t on t.code = p.type_code;
